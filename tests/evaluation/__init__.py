"""What the system makes of the development questions: one table (make eval), and its floors."""
