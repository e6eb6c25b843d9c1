import psycopg2.errors

# What PostgreSQL raises when two transactions met: nothing is wrong, the loser does it again.
COLLIDED = (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected, psycopg2.errors.LockNotAvailable)
