package org.closedform.examples.app;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A slider of an exported page, at whose stops there are answers.
 *
 * @param id the slider's id on the page
 * @param from the first stop
 * @param to the last stop
 * @param step between two stops
 */
record Slider(String id, String from, String to, String step) {

    /** All stops, in the words of JavaScript. */
    List<String> stops() {
        BigDecimal last = new BigDecimal(to);
        return Stream.iterate(
                        new BigDecimal(from), stop -> stop.compareTo(last) <= 0, stop -> stop.add(new BigDecimal(step)))
                .map(Slider::text)
                .toList();
    }

    /** A number as JavaScript writes it, if it is 0 or from 10⁻⁶ to 10²¹ in size. */
    static String text(double number) {
        return text(BigDecimal.valueOf(number));
    }

    private static String text(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }

    /** The attributes of the element on the page. */
    Map<String, String> attributes() {
        return Map.of("min", from, "max", to, "step", step);
    }
}
