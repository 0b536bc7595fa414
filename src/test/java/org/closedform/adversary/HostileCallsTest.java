package org.closedform.adversary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.closedform.adversary.PublicApi.Member;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every public constructor and method under wrong arguments. */
class HostileCallsTest {
    private static final int ATTEMPTS = 3000;
    private static final double SELDOM = 0.05;

    @Provide
    Arbitrary<Member> members() {
        return Arbitraries.of(PublicApi.MEMBERS);
    }

    @Property(tries = 6_000, shrinking = ShrinkingMode.OFF)
    void endWell(@ForAll("members") Member member, @ForAll long seed) {
        Random random = new Random(seed);
        Values values = new Values(random, random.nextInt(3) == 0 ? 0 : SELDOM * (1 + random.nextInt(4)));
        Map<TypeVariable<?>, Type> bound = values.bind(member);
        try {
            Object receiver = values.receiver(member, bound, 0);
            Object[] arguments = values.arguments(member, bound, 0);
            assertEquals(
                    "",
                    Conduct.wrong(member, receiver, arguments),
                    () -> member + " of " + receiver + " with " + Fingerprint.of(arguments));
        } catch (Values.GivenUp e) {
            // no such call was found this time
        }
    }

    /** So that no call is hostile by accident alone, a right one is found first; then each argument in turn is null. */
    @TestFactory
    Stream<DynamicTest> nullIsNamed() {
        return PublicApi.MEMBERS.stream()
                .filter(member -> member.executable().getParameterCount() > 0)
                .map(member -> DynamicTest.dynamicTest(member.toString(), () -> nullIsNamed(member)));
    }

    private static void nullIsNamed(Member member) throws ReflectiveOperationException {
        Class<?>[] types = member.executable().getParameterTypes();
        Random random = new Random(member.toString().hashCode());
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Values values = new Values(random, 0);
            Map<TypeVariable<?>, Type> bound = values.bind(member);
            try {
                Object receiver = values.receiver(member, bound, 0);
                Object[] arguments = values.arguments(member, bound, 0);
                if (!isAnswered(member, receiver, arguments)) {
                    continue;
                }
                List<String> unnamed = new ArrayList<>();
                boolean isUsers = receiver != null && Proxy.isProxyClass(receiver.getClass());
                for (int i = 0; i < types.length && !isUsers; i++) {
                    if (!types[i].isPrimitive()
                            && !member.executable().getName().equals("equals")) {
                        unnamed.addAll(unnamed(member, receiver, arguments, i));
                    }
                }
                assertEquals(List.of(), unnamed);
                return;
            } catch (Values.GivenUp e) {
                continue;
            }
        }
        assertTrue(false, "no right call was found in " + ATTEMPTS + " attempts");
    }

    private static boolean isAnswered(Member member, Object receiver, Object[] arguments)
            throws ReflectiveOperationException {
        try {
            Values.call(member, receiver, arguments);
            return true;
        } catch (InvocationTargetException e) {
            return Conduct.isMissing(member, e.getCause());
        }
    }

    private static List<String> unnamed(Member member, Object receiver, Object[] right, int place)
            throws ReflectiveOperationException {
        Object[] arguments = right.clone();
        arguments[place] = null;
        try {
            Values.call(member, receiver, arguments);
            return List.of("argument " + place + " may be null");
        } catch (InvocationTargetException e) {
            return Conduct.isNamedNull(e.getCause()) ? List.of() : List.of("argument " + place + ": " + e.getCause());
        }
    }
}
