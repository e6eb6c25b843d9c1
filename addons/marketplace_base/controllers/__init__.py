from . import document, notification, picture
