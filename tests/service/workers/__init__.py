"""Tests of `pacecar.service.workers`."""
