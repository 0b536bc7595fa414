package org.closedform.lesson;

/** One layer of a network, evaluated forward and back, that can be written down. */
interface NetworkLayer {
    /** Its section, once the way back has been gone. */
    Draft draft();
}
