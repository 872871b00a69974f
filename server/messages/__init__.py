"""Messages to elders and families: WeChat, SMS, and people who are rung up; each can be verified."""
