package org.closedform;

/** How much longer than usual the tests look: the system property {@code closedform.sweep}, by default 1. */
public final class Sweep {
    /** How many times as many points as usual. */
    public static final int FACTOR = Integer.getInteger("closedform.sweep", 1);

    private Sweep() {}
}
