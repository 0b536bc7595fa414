package org.closedform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.adversary.PublicApi;
import org.junit.jupiter.api.Test;

/**
 * All that users can name, one signature a line, is a file beside the tests, so that a review sees each change of it. To write it
 * anew: {@code mvn -q test -Dtest=ApiTest -Dwrite}.
 */
class ApiTest {
    private static final Path COMMITTED = Path.of("src/test/resources/org/closedform/api.txt");

    @Test
    void theFaceIsTheCommittedOne() throws IOException {
        TreeSet<String> actual =
                PublicApi.TYPES.stream().flatMap(ApiTest::lines).collect(Collectors.toCollection(TreeSet::new));
        if (System.getProperty("write") != null) {
            Files.write(COMMITTED, actual);
        }
        TreeSet<String> committed = new TreeSet<>(Files.readAllLines(COMMITTED));
        String differences = Stream.concat(
                        committed.stream()
                                .filter(line -> !actual.contains(line))
                                .map(line -> "- " + line),
                        actual.stream()
                                .filter(line -> !committed.contains(line))
                                .map(line -> "+ " + line))
                .collect(Collectors.joining("\n"));
        assertEquals(
                "",
                differences,
                () -> "The public API changed; if that is meant, -Dwrite and say it in docs/changelog.md:\n"
                        + differences);
    }

    @Test
    void aSignatureIsWholeAndShort() {
        class Generic<T extends Comparable<T>> {
            @SafeVarargs
            protected final <E extends Exception> List<? super T> find(Map.Entry<String, T>[] all, E... more) throws E {
                throw more[0];
            }
        }
        assertEquals(
                List.of(
                        " ApiTest.Generic: class<T extends Comparable<T>>",
                        " ApiTest.Generic: protected final <E extends Exception> List<? super T> find(Map.Entry<String, T>[], E...) throws E"),
                lines(Generic.class)
                        .map(line -> line.replace("Test.1Gen", "Test.Gen"))
                        .toList());
    }

    /** The type itself and what it declares. */
    private static Stream<String> lines(Class<?> type) {
        Stream<? extends AccessibleObject> members = Stream.of(
                        type.getDeclaredFields(), type.getDeclaredConstructors(), type.getDeclaredMethods())
                .flatMap(Arrays::stream);
        return Stream.concat(
                        Stream.of(header(type)),
                        members.filter(member -> isFace(type, (Member) member)).map(ApiTest::signature))
                .map(signature -> room(type) + " " + shortened(type.getName()) + ": " + shortened(signature));
    }

    /** Not private, not made by the compiler, not in every object or enum. */
    private static boolean isFace(Class<?> type, Member member) {
        boolean isOpen = (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0;
        boolean isGiven = member instanceof Method method
                && (Arrays.stream(Object.class.getMethods())
                                .anyMatch(given -> given.getName().equals(method.getName())
                                        && Arrays.equals(given.getParameterTypes(), method.getParameterTypes()))
                        || type.isEnum() && List.of("values", "valueOf").contains(method.getName()));
        return isOpen && !member.isSynthetic() && !isGiven;
    }

    private static String header(Class<?> type) {
        int hidden = Modifier.PUBLIC
                | Modifier.STATIC
                | Modifier.STRICT
                | (type.isInterface() ? Modifier.ABSTRACT | Modifier.INTERFACE : 0);
        String kind = type.isRecord() ? "record" : type.isEnum() ? "enum" : type.isInterface() ? "interface" : "class";
        return joined(
                Modifier.toString(type.getModifiers() & ~hidden),
                type.isSealed() ? "sealed" : "",
                kind + typeParameters(type) + components(type),
                listed(
                        ": ",
                        Stream.concat(
                                        Stream.ofNullable(type.getGenericSuperclass()),
                                        Arrays.stream(type.getGenericInterfaces()))
                                .filter(parent -> parent != Object.class && parent != Record.class && !type.isEnum())));
    }

    private static String components(Class<?> type) {
        return !type.isRecord()
                ? ""
                : Arrays.stream(type.getRecordComponents())
                        .map(component -> component.getGenericType().getTypeName() + " " + component.getName())
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String signature(AccessibleObject member) {
        int modifiers = ((Member) member).getModifiers();
        if (member instanceof Field field) {
            return joined(
                    Modifier.toString(modifiers & ~Modifier.PUBLIC),
                    field.getGenericType().getTypeName(),
                    field.getName());
        }
        Executable executable = (Executable) member;
        return joined(
                Modifier.toString(modifiers & Modifier.methodModifiers() & ~Modifier.PUBLIC),
                member instanceof Method method && method.isDefault() ? "default" : "",
                typeParameters(executable),
                member instanceof Method method
                        ? method.getGenericReturnType().getTypeName() + " " + method.getName() + parameters(method)
                        : "new" + parameters(executable),
                listed("throws ", Arrays.stream(executable.getGenericExceptionTypes())));
    }

    private static String parameters(Executable executable) {
        String all = listed("", Arrays.stream(executable.getGenericParameterTypes()));
        return "(" + (executable.isVarArgs() ? all.replaceFirst("\\[]$", "...") : all) + ")";
    }

    private static String typeParameters(GenericDeclaration declaration) {
        String all = Arrays.stream(declaration.getTypeParameters())
                .map(parameter -> parameter.getName()
                        + listed(
                                " extends ",
                                Arrays.stream(parameter.getBounds()).filter(bound -> bound != Object.class)))
                .collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : "<" + all + ">";
    }

    private static String listed(String before, Stream<Type> types) {
        String all = types.map(Type::getTypeName).collect(Collectors.joining(", "));
        return all.isEmpty() ? "" : before + all;
    }

    private static String joined(String... words) {
        return Arrays.stream(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }

    private static String room(Class<?> type) {
        return type.getPackageName().replaceFirst("org\\.closedform\\.?", "");
    }

    /** Without the names of packages. */
    private static String shortened(String text) {
        return text.replaceAll("\\b[a-z]\\w*\\.(?=[a-z]\\w*\\.|[A-Z])", "").replace('$', '.');
    }
}
