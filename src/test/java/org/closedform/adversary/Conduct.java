package org.closedform.adversary;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.closedform.adversary.PublicApi.Member;
import org.closedform.array.ArrayRows;
import org.closedform.curvature.HessianProduct;

/** How a call has to end. */
final class Conduct {
    /** What messages may begin with: a type, or what the caller called the operation. */
    private static final Set<String> NAMES = Stream.concat(
                    PublicApi.TYPES.stream().map(PublicApi::name), Numbers.STRINGS.stream())
            .collect(Collectors.toSet());

    private static final Pattern MESSAGE =
            Pattern.compile("([A-Za-z.]+?(?:\\[0\\])?)(\\.[a-z]\\w*)?[ :].+", Pattern.DOTALL);

    private Conduct() {}

    /** Calls; what is wrong with how it ended, empty if nothing is. */
    static String wrong(Member member, Object receiver, Object[] arguments) {
        String before = Fingerprint.of(arguments) + Fingerprint.of(receiver);
        String ending = "";
        try {
            Values.call(member, receiver, arguments);
            if (member.owner() == ArrayRows.class) {
                return ""; // its arrays are there to be written, though not by calls that are refused
            }
        } catch (InvocationTargetException e) {
            ending = isRight(member, e.getCause()) ? "" : told(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        boolean changed = !before.equals(Fingerprint.of(arguments) + Fingerprint.of(receiver));
        return ending + (changed ? "an argument was changed" : "");
    }

    static boolean isRight(Member member, Throwable thrown) {
        boolean isUsers = Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                .anyMatch(cause -> cause instanceof UserCode.Thrown);
        boolean isFailedAssertion = thrown instanceof AssertionError
                && member.executable().getName().equals("assertPasses");
        boolean isWrongArgument = thrown instanceof IllegalArgumentException && names(thrown.getMessage());
        return isUsers || isFailedAssertion || isWrongArgument || isNamedNull(thrown) || isMissing(member, thrown);
    }

    /** Whether it says that there is no second derivative, which not every operator has. */
    static boolean isMissing(Member member, Throwable thrown) {
        boolean needsOne = Set.of("curvature", "secondSlope")
                        .contains(member.executable().getName())
                || member.executable().getDeclaringClass().getPackage().equals(HessianProduct.class.getPackage())
                || String.valueOf(thrown.getMessage()).contains("has no second derivative; override curvature");
        return needsOne && thrown instanceof UnsupportedOperationException && names(thrown.getMessage());
    }

    static boolean isNamedNull(Throwable thrown) {
        return thrown instanceof NullPointerException
                && names(thrown.getMessage())
                && Stream.of(" is null", " null", "a null").anyMatch(thrown.getMessage()::contains);
    }

    private static boolean names(String message) {
        return message != null && MESSAGE.matcher(message).results().anyMatch(found -> NAMES.contains(found.group(1)));
    }

    private static String told(Throwable thrown) {
        return thrown
                + Arrays.stream(thrown.getStackTrace())
                        .filter(frame -> frame.getClassName().startsWith("org.closedform")
                                || frame.getClassName().startsWith("java.util"))
                        .limit(6)
                        .map(frame -> "\n        at " + frame)
                        .collect(Collectors.joining());
    }
}
