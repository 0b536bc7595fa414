package org.closedform.adversary;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** As much of Java's generics as it takes to call {@code GradientCheck.of(Operator<X, Y>)} with types that fit each other. */
final class Generics {
    private Generics() {}

    /** A type with its arguments, equal by value. */
    record Applied(Class<?> raw, List<Type> arguments) implements Type {
        @Override
        public String getTypeName() {
            return raw.getSimpleName() + arguments;
        }
    }

    static Class<?> raw(Type type) {
        if (type instanceof Class<?> plain) {
            return plain;
        }
        if (type instanceof Applied applied) {
            return applied.raw();
        }
        if (type instanceof ParameterizedType parameterized) {
            return (Class<?>) parameterized.getRawType();
        }
        if (type instanceof GenericArrayType array) {
            return raw(array.getGenericComponentType()).arrayType();
        }
        if (type instanceof WildcardType wildcard) {
            return raw(wildcard.getUpperBounds()[0]);
        }
        return raw(((TypeVariable<?>) type).getBounds()[0]);
    }

    static List<Type> arguments(Type type) {
        return type instanceof Applied applied ? applied.arguments() : List.of();
    }

    /** The class itself, with its own variables as arguments. */
    static Type declared(Class<?> type) {
        TypeVariable<?>[] variables = type.getTypeParameters();
        return variables.length == 0 ? type : new Applied(type, List.of((Type[]) variables));
    }

    /** The type with variables replaced by what they are bound to, and wildcards by their bounds. */
    static Type substitute(Type type, Map<TypeVariable<?>, Type> bound) {
        if (type instanceof TypeVariable<?> variable) {
            return bound.getOrDefault(variable, variable);
        }
        if (type instanceof ParameterizedType parameterized) {
            return new Applied(
                    raw(type),
                    Arrays.stream(parameterized.getActualTypeArguments())
                            .map(argument -> substitute(argument, bound))
                            .toList());
        }
        if (type instanceof Applied applied) {
            return new Applied(
                    applied.raw(),
                    applied.arguments().stream()
                            .map(argument -> substitute(argument, bound))
                            .toList());
        }
        if (type instanceof GenericArrayType array) {
            return raw(substitute(array.getGenericComponentType(), bound)).arrayType();
        }
        return type instanceof WildcardType wildcard ? substitute(wildcard.getUpperBounds()[0], bound) : type;
    }

    /** What a type is as one of its supertypes: {@code Softmax} as {@code Operator} is {@code Operator<Tensor, Tensor>}. */
    private static Optional<Type> as(Class<?> supertype, Type type) {
        Class<?> raw = raw(type);
        if (raw == supertype) {
            return Optional.of(substitute(type, Map.of()));
        }
        Map<TypeVariable<?>, Type> own = bindings(raw, arguments(type));
        return Stream.concat(Stream.ofNullable(raw.getGenericSuperclass()), Arrays.stream(raw.getGenericInterfaces()))
                .filter(above -> supertype.isAssignableFrom(raw(above)))
                .map(above -> substitute(above, own))
                .findFirst()
                .flatMap(above -> as(supertype, above));
    }

    /** What a type binds the variables of one of its supertypes to: {@code Softmax} both of {@code Operator<X, Y>} to Tensor. */
    static Map<TypeVariable<?>, Type> inherited(Class<?> supertype, Type type) {
        List<Type> arguments = as(supertype, type).map(Generics::arguments).orElse(List.of());
        return bindings(supertype, arguments);
    }

    static Map<TypeVariable<?>, Type> bindings(Class<?> type, List<Type> arguments) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            bound.put(type.getTypeParameters()[i], arguments.get(i));
        }
        return bound;
    }

    /** What to bind variables to so that something offered is of the type wanted, which has none; empty where nothing does. */
    static Optional<Map<TypeVariable<?>, Type>> unify(Type offered, Type wanted) {
        Map<TypeVariable<?>, Type> bound = new HashMap<>();
        return unify(substitute(offered, Map.of()), wanted, bound) ? Optional.of(bound) : Optional.empty();
    }

    private static boolean unify(Type offered, Type wanted, Map<TypeVariable<?>, Type> bound) {
        if (offered instanceof TypeVariable<?> variable) {
            Type before = bound.putIfAbsent(variable, wanted);
            return before == null
                    ? wanted instanceof Class<?> type && raw(variable).isAssignableFrom(type)
                    : before.equals(wanted);
        }
        if (!raw(wanted).isAssignableFrom(raw(offered))) {
            return false;
        }
        if (arguments(wanted).isEmpty()) {
            return true;
        }
        List<Type> mine = as(raw(wanted), offered).map(Generics::arguments).orElse(List.of());
        boolean fits = mine.size() == arguments(wanted).size();
        for (int i = 0; fits && i < mine.size(); i++) {
            Type argument = mine.get(i);
            fits = argument instanceof TypeVariable<?>
                            || raw(argument) == raw(arguments(wanted).get(i))
                    ? unify(argument, arguments(wanted).get(i), bound)
                    : false;
        }
        return fits;
    }
}
