package org.closedform.kernel.loops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProviderTest {
    private static final Map<String, String> JDK_25 = Map.of(
            "java.specification.version", "25",
            "java.vm.name", "OpenJDK 64-Bit Server VM",
            "java.vm.version", "25.0.3+9-LTS",
            "java.vm.info", "mixed mode, sharing");

    private static String obstacle(String property, String value, int bits) {
        Map<String, String> properties = new HashMap<>(JDK_25);
        properties.put(property, value);
        return Provider.obstacle(properties::get, bits);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.specification.version | 25",
                "java.specification.version | 26",
                "java.vm.name | Java HotSpot(TM) 64-Bit Server VM",
                "java.vm.info | compiled mode",
                "org.closedform.vector | yes"
            })
    void aRecentHotSpotUsesVectors(String property, String value) {
        assertEquals("", obstacle(property, value, 256));
        assertEquals("", obstacle(property, value, 512));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "java.specification.version | 17 | the Vector API of JDK 17 is slower",
                "java.specification.version | 1.8 | the Vector API of JDK 1.8 is slower",
                "java.vm.name | Eclipse OpenJ9 VM | no C2 compiler in Eclipse OpenJ9 VM 25.0.3+9-LTS, mixed mode, sharing",
                "java.vm.name | Substrate VM | no C2 compiler in Substrate VM 25.0.3+9-LTS, mixed mode, sharing",
                "java.vm.version | 25+37-jvmci-b01 | no C2 compiler in OpenJDK 64-Bit Server VM 25+37-jvmci-b01, mixed mode, sharing",
                "java.vm.info | interpreted mode | no C2 compiler in OpenJDK 64-Bit Server VM 25.0.3+9-LTS, interpreted mode",
                "java.vm.info | mixed mode, emulated-client | no C2 compiler in OpenJDK 64-Bit Server VM 25.0.3+9-LTS, mixed mode, emulated-client"
            })
    void others(String property, String value, String obstacle) {
        assertEquals(obstacle, obstacle(property, value, 512));
    }

    @Test
    void notWithNarrowVectors() {
        assertEquals("vectors of only 128 bits", obstacle("java.specification.version", "25", 128));
    }

    @Test
    void notWithoutTheModule() {
        assertEquals("no --add-modules jdk.incubator.vector", obstacle("org.closedform.vector", "true", 0));
        assertSame(Float64PlainLoops.class, Loops.FLOAT64.getClass());
        assertSame(Float32PlainLoops.class, Loops.FLOAT32.getClass());
    }

    @Test
    void aPropertyOverrides() {
        assertEquals("org.closedform.vector=false", obstacle("org.closedform.vector", "false", 512));
        Map<String, String> interpreted = Map.of("org.closedform.vector", "true");
        assertEquals("", Provider.obstacle(interpreted::get, 64));
    }
}
