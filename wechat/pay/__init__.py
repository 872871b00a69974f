"""WeChat Pay APIv3: signing, keys, notices, bills and the calls, for direct and partner merchants.

The contract is the one of pay.weixin.qq.com; where its editions differ the code says which one.
"""
