package org.closedform.examples.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The values that were asked for last. One that was forgotten is made again, so it has to come out the same. */
final class Recent<K, V> {
    private static final float LOAD = 0.75f;

    private final int most;
    private final Function<K, V> make;
    private final Map<K, V> values;

    /**
     * @param most how many values are remembered
     * @param make makes the value of a key
     */
    Recent(int most, Function<K, V> make) {
        this.most = most;
        this.make = make;
        values = new LinkedHashMap<>(most, LOAD, true); // the first was asked for longest ago
    }

    synchronized V of(K key) {
        V value = values.computeIfAbsent(key, make);
        if (values.size() > most) {
            values.remove(values.keySet().iterator().next());
        }
        return value;
    }
}
