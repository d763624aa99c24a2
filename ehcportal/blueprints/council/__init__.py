"""The council's side: the inbox, requests, access requests and cases."""
