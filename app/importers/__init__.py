"""Reading and recognising the files a person holds."""
