package org.closedform.examples.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.closedform.onnx.Json;

/** Whether what an exported page shows is what the server answers, but for the rounding to six digits. */
final class Agreement {
    private static final double SIX_DIGITS = 5.000001e-6;

    private Agreement() {}

    /** Compares two JSON values. */
    static void require(String place, Object served, Object exported) {
        if (served instanceof Json.Literal number) {
            double expected = Double.parseDouble(number.text());
            double actual = Double.parseDouble(((Json.Literal) exported).text());
            assertEquals(expected, actual, SIX_DIGITS * Math.abs(expected), place);
        } else if (served instanceof List<?> list) {
            List<?> other = (List<?>) exported;
            assertEquals(list.size(), other.size(), place);
            for (int i = 0; i < list.size(); i++) {
                require(place + "[" + i + "]", list.get(i), other.get(i));
            }
        } else if (served instanceof Map<?, ?> map) {
            Map<?, ?> other = (Map<?, ?>) exported;
            assertEquals(map.keySet(), other.keySet(), place);
            map.forEach((name, part) -> require(place + "." + name, part, other.get(name)));
        } else {
            assertEquals(served, exported, place);
        }
    }
}
