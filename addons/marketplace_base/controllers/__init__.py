from . import document, labels, notification, picture
