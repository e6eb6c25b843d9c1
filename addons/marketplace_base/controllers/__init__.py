from . import notification, picture
