package org.closedform.gradient.measurement;

/** With which steps to begin along a path within a domain, and to which side of the point. */
public final class FirstSteps {
    /** The golden section and √½: steps that no period, no stair and no other ladder is a multiple of. */
    private static final double IRREGULAR = 0.6180339887498949;

    private static final double OTHER_LADDER = 0.7071067811865476;
    /** A ladder that begins closer than another by less than that sees nothing new. */
    private static final double CLOSER = 64;
    /** A side of the domain that is narrower than that, beside the other, is none. */
    private static final double ONE_SIDED = 0x1p-20;
    /** The step at which an unknown end of the domain would be met, in scales of the path, if no coordinate tells it. */
    private static final double CLOSEST = 0x1p-60;

    private final Path path;
    private final int side;
    private final double largest;

    /** Of a path within a domain. */
    public FirstSteps(Path path, Domain domain) {
        this.path = path;
        double widest = 4 * path.scale();
        double right = Math.min(widest, domain.reach(path.f().point(), path.direction(), 1));
        double left = Math.min(widest, domain.reach(path.f().point(), path.direction(), -1));
        this.side = left < ONE_SIDED * right ? 1 : right < ONE_SIDED * left ? -1 : 0;
        double reach = side == 0 ? Math.min(right, left) : Math.max(right, left);
        this.largest = IRREGULAR * Math.min(reach, Double.MAX_VALUE); // no step is infinite
    }

    /** The side to which there is a domain; 0 for both. */
    public int side() {
        return side;
    }

    /** The largest step that a function may be smooth over. */
    public double largest() {
        return largest;
    }

    /** One that has nothing in common with it. */
    public double other() {
        return OTHER_LADDER * largest;
    }

    /** The size of the coordinates around, if they are small; otherwise 0. */
    public double ofSmallCoordinates() {
        double step = OTHER_LADDER * path.size();
        return CLOSER * step < largest ? step : 0;
    }

    /** The size of 1 where all coordinates are much larger; otherwise 0. */
    public double ofOne() {
        return CLOSER < largest ? 4 * OTHER_LADDER : 0;
    }

    /** Closer than a pole at 0. */
    public double nearest() {
        double step = OTHER_LADDER * path.smallest() / 2;
        return step > 0 && step < largest ? step : OTHER_LADDER * largest / CLOSER;
    }

    /** A last one, at which something shows; 0 if it has shown before. */
    public double last(double step) {
        return step < largest / CLOSER ? OTHER_LADDER * step : 0;
    }

    /** The side to which the function is defined, where only one is: 1 or −1; otherwise 0. */
    public int onlyOpenSide() {
        double smallest = path.smallest();
        double h = smallest > 0 && smallest < Double.POSITIVE_INFINITY ? ONE_SIDED * smallest : CLOSEST * path.scale();
        h = Math.max(h, 4 * path.direction().type().epsilon() * path.largest());
        boolean right = path.isOpen(h);
        boolean left = path.isOpen(-h);
        return right == left ? 0 : right ? 1 : -1;
    }
}
