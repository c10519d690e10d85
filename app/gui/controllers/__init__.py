"""What a person's commands set going: files, links, exports, protection, errors."""
