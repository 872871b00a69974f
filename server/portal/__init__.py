"""Public web pages for elders and families (长辈版). They call the same services as the API."""
