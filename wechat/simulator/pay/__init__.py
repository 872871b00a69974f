"""WeChat Pay v3 as its documents describe it: real signatures, notices with their schedule, bills."""
