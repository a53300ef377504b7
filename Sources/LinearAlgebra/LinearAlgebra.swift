// Filled by the first part of this room.
