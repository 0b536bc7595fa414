package org.closedform.adversary;

import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.closedform.adversary.PublicApi.Member;
import org.closedform.array.ArrayRows;
import org.closedform.lesson.Steps;
import org.closedform.operator.BatchNorm;
import org.closedform.operator.LstmCell;
import org.closedform.tensor.Labels;
import org.closedform.tensor.Mask;
import org.closedform.tensor.Shape;
import org.closedform.tensor.Tensor;
import org.closedform.tensor.TensorTree;

/** A random value of any type that the public API asks for, made by the API itself where it is one of its own. */
final class Values {
    private static final int DEEPEST = 5;
    private static final int ATTEMPTS = 4;
    private static final Map<Type, List<Producer>> PRODUCERS = new ConcurrentHashMap<>();

    /** A user's record of tensors, which the library reads by reflection. */
    record Pair(Tensor first, Tensor second) implements TensorTree<Pair> {}

    private static final List<Type> TREES =
            List.of(Tensor.class, Tensor.class, BatchNorm.Inputs.class, LstmCell.Output.class, Pair.class);

    /** What makes a value of a type, and what its variables are then. */
    private record Producer(Member member, Map<TypeVariable<?>, Type> bound) {}

    /** Nothing of the type was found: not the fault of what is tested. */
    static final class GivenUp extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Random random;
    private final Numbers numbers;

    Values(Random random, double hostility) {
        this.random = random;
        this.numbers = new Numbers(random, hostility);
    }

    Random random() {
        return random;
    }

    boolean isHostile() {
        return numbers.isHostile();
    }

    /** Binds the variables of a member that is to be called: those of its type, and its own. */
    Map<TypeVariable<?>, Type> bind(Member member) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (TypeVariable<?> variable : member.owner().getTypeParameters()) {
            bound.put(variable, member.owner() == ArrayRows.class ? array() : tree());
        }
        Class<?> declaring = member.executable().getDeclaringClass();
        bound.putAll(Generics.inherited(declaring, Generics.substitute(Generics.declared(member.owner()), bound)));
        bindOwn(member, bound);
        return bound;
    }

    private void bindOwn(Member member, Map<TypeVariable<?>, Type> bound) {
        for (TypeVariable<?> variable : member.executable().getTypeParameters()) {
            bound.computeIfAbsent(variable, v -> tree());
        }
    }

    private Type tree() {
        return TREES.get(random.nextInt(TREES.size()));
    }

    private Type array() {
        return random.nextBoolean() ? double[].class : float[].class;
    }

    /** The arguments of a call, each of which may be null where calls are hostile. */
    Object[] arguments(Member member, Map<TypeVariable<?>, Type> bound, int depth) {
        Optional<Object[]> sample = random.nextInt(3) > 0 ? Optional.empty() : Samples.arguments(member);
        if (sample.isPresent()) {
            return sample.get();
        }
        Type[] types = member.executable().getGenericParameterTypes();
        Object[] arguments = new Object[types.length];
        for (int i = 0; i < types.length; i++) {
            arguments[i] = ofOrNull(Generics.substitute(types[i], bound), depth);
        }
        return arguments;
    }

    Object receiver(Member member, Map<TypeVariable<?>, Type> bound, int depth) {
        return member.needsReceiver() ? of(Generics.substitute(Generics.declared(member.owner()), bound), depth) : null;
    }

    static Object call(Member member, Object receiver, Object[] arguments) throws ReflectiveOperationException {
        return member.executable() instanceof Method method
                ? method.invoke(receiver, arguments)
                : ((Constructor<?>) member.executable()).newInstance(arguments);
    }

    private Object ofOrNull(Type type, int depth) {
        return isHostile() && !Generics.raw(type).isPrimitive() ? null : of(type, depth);
    }

    Object of(Type type, int depth) {
        Class<?> raw = Generics.raw(type);
        if (raw == int.class || raw == Integer.class) {
            return numbers.integer();
        } else if (raw == long.class) {
            return (long) numbers.integer();
        } else if (raw == double.class || raw == Double.class) {
            return numbers.real();
        } else if (raw == boolean.class) {
            return random.nextBoolean();
        } else if (raw == String.class) {
            return numbers.string();
        } else if (raw == Object.class) {
            return random.nextBoolean() ? "something else" : numbers.tensor();
        } else if (raw == Shape.class) {
            return numbers.shape();
        } else if (raw == Tensor.class) {
            return numbers.tensor();
        } else if (raw == Labels.class) {
            return numbers.labels();
        } else if (raw == Mask.class) {
            return numbers.mask();
        } else if (raw == DoubleBuffer.class) {
            return numbers.doubleBuffer();
        } else if (raw == FloatBuffer.class) {
            return numbers.floatBuffer();
        } else if (raw == RandomGenerator.class && !isHostile()) {
            return new SplittableRandom(random.nextLong());
        } else if (raw == Locale.class) {
            return random.nextBoolean() ? Locale.CHINESE : Locale.FRENCH;
        } else if (raw == Reader.class) {
            return new StringReader("label.forward = " + numbers.string());
        } else if (raw == OptionalInt.class) {
            return random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(numbers.integer());
        } else if (raw == OptionalDouble.class) {
            return random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(numbers.real());
        } else if (raw == Optional.class) {
            Type element = Generics.arguments(type).get(0);
            return random.nextBoolean() ? Optional.empty() : Optional.of(of(element, depth));
        } else if (raw == List.class) {
            Type element = Generics.arguments(type).get(0);
            return Collections.unmodifiableList(new ArrayList<>(IntStream.range(0, numbers.length())
                    .mapToObj(i -> ofOrNull(element, depth))
                    .toList()));
        } else if (raw.isArray()) {
            return array(raw.getComponentType(), raw, depth);
        } else if (raw.isEnum()) {
            return raw.getEnumConstants()[random.nextInt(raw.getEnumConstants().length)];
        } else if (raw.isInterface() && raw.getPackageName().startsWith("java.")) {
            return UserCode.of(type, this, depth + 1);
        }
        return ofLibrary(type, raw, depth);
    }

    private Object array(Class<?> element, Class<?> type, int depth) {
        if (element == int.class) {
            return numbers.integers(numbers.length());
        }
        if (element == boolean.class) {
            return numbers.flags(numbers.length());
        }
        if (!Tensor.class.isAssignableFrom(element) && element != String.class) {
            return numbers.nested(type, numbers.length());
        }
        Object array = Array.newInstance(element, numbers.length());
        for (int i = 0; i < Array.getLength(array); i++) {
            Array.set(array, i, ofOrNull(element, depth));
        }
        return array;
    }

    private Object ofLibrary(Type type, Class<?> raw, int depth) {
        List<?> samples = Samples.OF.getOrDefault(raw, List.of());
        if (!samples.isEmpty() && (depth >= DEEPEST || random.nextInt(3) > 0)) {
            return samples.get(random.nextInt(samples.size()));
        }
        if (raw == Pair.class) {
            return new Pair(numbers.tensor(), numbers.tensor());
        }
        if (raw == Steps.class) {
            return Samples.steps();
        }
        List<Producer> producers = PRODUCERS.computeIfAbsent(type, Values::producers);
        boolean isUsers = raw.isInterface() && !raw.isSealed();
        for (int attempt = 0; attempt < ATTEMPTS && depth < DEEPEST && !producers.isEmpty(); attempt++) {
            if (isUsers && random.nextInt(4) == 0) {
                return UserCode.of(type, this, depth + 1);
            }
            try {
                return produce(producers.get(random.nextInt(producers.size())), depth + 1);
            } catch (GivenUp e) {
                continue;
            }
        }
        if (isUsers) {
            return UserCode.of(type, this, depth + 1);
        }
        throw new GivenUp();
    }

    private static List<Producer> producers(Type wanted) {
        List<Producer> producers = new ArrayList<>();
        for (Member member : PublicApi.MEMBERS) {
            boolean isOther = member.executable().getDeclaringClass() != member.owner();
            if (!isOther && member.result() != void.class) {
                Generics.unify(member.result(), wanted).ifPresent(bound -> producers.add(new Producer(member, bound)));
            }
        }
        return producers;
    }

    private Object produce(Producer producer, int depth) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>(producer.bound());
        for (TypeVariable<?> variable : producer.member().owner().getTypeParameters()) {
            bound.computeIfAbsent(variable, v -> tree());
        }
        bindOwn(producer.member(), bound);
        try {
            Object value = call(
                    producer.member(),
                    receiver(producer.member(), bound, depth),
                    arguments(producer.member(), bound, depth));
            if (value == null) {
                throw new GivenUp();
            }
            return value;
        } catch (InvocationTargetException e) {
            throw new GivenUp(); // told when the producer itself is called
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
