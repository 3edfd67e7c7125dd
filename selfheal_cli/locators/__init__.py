"""locators"""
