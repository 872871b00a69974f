"""Street activities with a small fee: a singing afternoon, a calligraphy class. Who comes, who paid."""
