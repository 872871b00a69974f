"""Web pages for staff: 工作台."""
