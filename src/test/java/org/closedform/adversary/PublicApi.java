package org.closedform.adversary;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that a user may call: the public constructors and methods of the public types of the exported packages. */
public final class PublicApi {
    private static final Path CLASSES = Path.of("target/classes");

    /** The public types, nested ones too. */
    public static final List<Class<?>> TYPES = types();

    static final List<Member> MEMBERS = TYPES.stream()
            .flatMap(PublicApi::members)
            .sorted(Comparator.comparing(Member::toString))
            .toList();

    private PublicApi() {}

    /** Something to call, on a value of a type: of what it inherits, {@code Softmax} has its own {@code then}. */
    record Member(Class<?> owner, Executable executable) {

        boolean isStatic() {
            return Modifier.isStatic(executable.getModifiers());
        }

        boolean needsReceiver() {
            return executable instanceof Method && !isStatic();
        }

        Type result() {
            return executable instanceof Method method ? method.getGenericReturnType() : Generics.declared(owner);
        }

        /** For example {@code Softmax.forward(Tensor)}. */
        @Override
        public String toString() {
            String parameters = Arrays.stream(executable.getParameterTypes())
                    .map(Class::getSimpleName)
                    .collect(Collectors.joining(", ", "(", ")"));
            return name(owner) + (executable instanceof Method ? "." + executable.getName() : "") + parameters;
        }
    }

    /** A type's name as messages have it: {@code BatchNorm.Inputs}. */
    static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }

    private static List<Class<?>> types() {
        ModuleDescriptor module =
                ModuleFinder.of(CLASSES).find("org.closedform").orElseThrow().descriptor();
        Set<String> exported =
                module.exports().stream().map(ModuleDescriptor.Exports::source).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(CLASSES)) {
            return files.map(file -> CLASSES.relativize(file)
                            .toString()
                            .replace(CLASSES.getFileSystem().getSeparator(), "."))
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - ".class".length()))
                    .filter(name -> name.contains(".") && exported.contains(name.substring(0, name.lastIndexOf('.'))))
                    .sorted()
                    .<Class<?>>map(PublicApi::load)
                    .filter(PublicApi::isPublic)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }

    private static Stream<Member> members(Class<?> type) {
        Stream<Executable> constructors = Arrays.stream(type.getConstructors());
        Stream<Executable> methods = Arrays.stream(type.getMethods())
                .filter(method -> isOurs(type, method))
                .map(Executable.class::cast);
        return Stream.concat(constructors, methods)
                .filter(executable -> executable.trySetAccessible())
                .map(executable -> new Member(type, executable));
    }

    /** Not what the JDK's classes bring, nor what the compiler makes. */
    private static boolean isOurs(Class<?> type, Method method) {
        boolean madeForEnums = type.isEnum()
                && (method.getName().equals("values") || method.getName().equals("valueOf"));
        return method.getDeclaringClass().getPackageName().startsWith("org.closedform")
                && !method.isBridge()
                && !method.isSynthetic()
                && !madeForEnums;
    }
}
