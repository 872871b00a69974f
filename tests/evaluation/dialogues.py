def measured():
    return {}
