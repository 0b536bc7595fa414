package org.closedform.adversary;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.util.Random;

/** Implementations of interfaces as a user might write them: most answer, hostile ones return null or throw. */
final class UserCode {
    private UserCode() {}

    /** What user code throws; it may come out of a call, and that is no fault. */
    static final class Thrown extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Thrown() {
            super("by user code");
        }
    }

    static Object of(Type type, Values values, int depth) {
        Class<?> raw = Generics.raw(type);
        InvocationHandler answers = (proxy, method, given) -> {
            if (method.getDeclaringClass() == Object.class) {
                return ofObject(proxy, method, given);
            }
            return method.isDefault()
                    ? InvocationHandler.invokeDefault(proxy, method, given)
                    : answer(method, given, result(method, type), values, depth);
        };
        return Proxy.newProxyInstance(UserCode.class.getClassLoader(), new Class<?>[] {raw}, answers);
    }

    private static Type result(Method method, Type type) {
        return Generics.substitute(method.getGenericReturnType(), Generics.inherited(method.getDeclaringClass(), type));
    }

    private static Object answer(Method method, Object[] given, Type result, Values values, int depth) {
        Class<?> raw = Generics.raw(result);
        if (values.isHostile()) {
            throw new Thrown();
        }
        if (method.getReturnType() == void.class) {
            return null;
        }
        if (values.isHostile() && !method.getReturnType().isPrimitive()) {
            return null;
        }
        Random random = values.random();
        if (given != null && raw.isInstance(given[0]) && random.nextInt(3) > 0) {
            return given[0];
        }
        try {
            return values.of(result, depth);
        } catch (Values.GivenUp e) {
            throw new Thrown();
        }
    }

    private static Object ofObject(Object proxy, Method method, Object[] given) {
        return switch (method.getName()) {
            case "equals" -> proxy == given[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "user code";
        };
    }
}
