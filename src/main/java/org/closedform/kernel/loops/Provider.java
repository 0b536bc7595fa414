package org.closedform.kernel.loops;

import java.lang.System.Logger.Level;
import java.util.function.UnaryOperator;

/**
 * The loops over both element types. There are two providers, which give the same bits: one in plain Java, and one on the Vector
 * API, an incubating module that a JVM has if it was started with {@code --add-modules jdk.incubator.vector}. The Vector API is
 * chosen where it is known to be faster, or always if the system property {@code org.closedform.vector} is {@code true}, or never
 * if it is {@code false}.
 *
 * @param float64 over float64 numbers
 * @param float32 over float32 numbers
 */
record Provider(Loops<double[]> float64, Loops<float[]> float32) {
    private static final String PROPERTY = "org.closedform.vector";
    private static final String API = "jdk.incubator.vector";

    /** The first JDK on which the Vector API was found to be faster; on 17 it is slower. */
    private static final int FIRST_JDK = 25;

    /** On narrower vectors C2 does not compile all that is needed. */
    private static final int FEWEST_BITS = 256;

    static final Provider CHOSEN = choose();

    private static Provider choose() {
        String obstacle;
        try {
            int bits = bits();
            if (bits == 0 && System.getProperty(PROPERTY) == null) {
                return plain(); // nothing to choose, nor to log: the first logger of a JVM takes 30 to 60 ms
            }
            obstacle = obstacle(System::getProperty, bits);
            if (obstacle.isEmpty()) {
                Provider vectors = onVectorApi();
                log("on the Vector API, " + bits + " bits");
                return vectors;
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            obstacle = e.toString();
        }
        log("in plain Java: " + obstacle);
        return plain();
    }

    private static Provider plain() {
        return new Provider(new Float64PlainLoops(), new Float32PlainLoops());
    }

    private static void log(String how) {
        System.getLogger("org.closedform").log(Level.DEBUG, "loops {0}", how);
    }

    /**
     * Why the Vector API is not used; empty if it is.
     *
     * @param bits as {@link #bits}
     */
    static String obstacle(UnaryOperator<String> properties, int bits) {
        String wish = properties.apply(PROPERTY);
        if ("false".equals(wish)) {
            return PROPERTY + "=false";
        }
        if (bits == 0) {
            return "no --add-modules " + API;
        }
        if ("true".equals(wish)) {
            return "";
        }
        String jdk = properties.apply("java.specification.version");
        if (Runtime.Version.parse(jdk).feature() < FIRST_JDK) {
            return "the Vector API of JDK " + jdk + " is slower";
        }
        String vm = properties.apply("java.vm.name") + " " + properties.apply("java.vm.version");
        boolean isHotSpot = vm.matches("(OpenJDK|Java HotSpot\\(TM\\)) 64-Bit Server VM .*") && !vm.contains("jvmci");
        String mode = properties.apply("java.vm.info");
        if (!isHotSpot || mode.contains("interpreted") || mode.contains("emulated-client")) {
            return "no C2 compiler in " + vm + ", " + mode;
        }
        return bits < FEWEST_BITS ? "vectors of only " + bits + " bits" : "";
    }

    /**
     * How many bits the JVM's vectors have, or 0 if it has no Vector API. The boot loader knows; {@code ModuleLayer.findModule} takes
     * 25 ms where it does not find a module.
     */
    private static int bits() throws ReflectiveOperationException {
        Class<?> shape;
        try {
            shape = Class.forName(API + ".VectorShape", false, null);
        } catch (ClassNotFoundException e) {
            return 0;
        }
        return (int) shape.getMethod("vectorBitSize")
                .invoke(shape.getMethod("preferredShape").invoke(null));
    }

    /**
     * The provider on the Vector API, which has to be there. It is loaded by name, since the library does not require its module.
     */
    static Provider onVectorApi() throws ReflectiveOperationException {
        Provider.class.getModule().addReads(ModuleLayer.boot().findModule(API).orElseThrow());
        return new Provider(loops("Float64VectorProducts"), loops("Float32VectorProducts"));
    }

    @SuppressWarnings("unchecked")
    private static <A> Loops<A> loops(String name) throws ReflectiveOperationException {
        Class<?> type = Class.forName(Provider.class.getPackageName() + "." + name);
        return (Loops<A>) type.getDeclaredConstructor().newInstance();
    }
}
