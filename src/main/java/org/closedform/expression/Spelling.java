package org.closedform.expression;

import java.util.HashMap;
import java.util.Map;

/** How characters and names of a lesson, pasted or typed, are written in plain ASCII. */
final class Spelling {
    /** The hat of x̂, which stands above the letter before it and takes no column of its own. */
    static final int HAT = 0x302;

    private static final Map<Integer, String> OPERATORS = new HashMap<>();
    private static final Map<Integer, String> SUPERSCRIPTS = new HashMap<>();
    private static final Map<Integer, String> LETTERS = new HashMap<>();

    static {
        put(OPERATORS, "*", "·⋅×∗⊙∘•∙");
        put(OPERATORS, "-", "−–—‐‑⁃﹣");
        put(OPERATORS, "/", "÷∕⁄");
        put(OPERATORS, "+", "➕");
        each(SUPERSCRIPTS, "⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789");
        each(SUPERSCRIPTS, "⁻⁺", "-+");
        put(LETTERS, "gamma", "γ");
        put(LETTERS, "beta", "β");
        put(LETTERS, "mu", "μµ");
        put(LETTERS, "eps", "εϵ");
        put(LETTERS, "sigma", "σ");
        put(LETTERS, "sum", "Σ∑");
        put(LETTERS, "sqrt", "√");
        put(LETTERS, "_n", "ₙ");
        put(LETTERS, "_i", "ᵢ");
        put(LETTERS, "_j", "ⱼ");
        put(LETTERS, "_k", "ₖ");
    }

    private static final Map<String, String> NAMES =
            Map.of("ln", "log", "epsilon", "eps", "x_hat", "xhat", "variance", "var", "avg", "mean", "average", "mean");

    private Spelling() {}

    private static void put(Map<Integer, String> map, String ascii, String characters) {
        characters.codePoints().forEach(character -> map.put(character, ascii));
    }

    private static void each(Map<Integer, String> map, String characters, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            map.put((int) characters.charAt(i), ascii.substring(i, i + 1));
        }
    }

    /** The character itself, or what a full-width one of a Chinese keyboard stands for. */
    static int narrow(int character) {
        return character >= 0xFF01 && character <= 0xFF5E ? character - 0xFF01 + '!' : character;
    }

    static boolean isOperator(int character) {
        return OPERATORS.containsKey(character);
    }

    /** {@code *} for ·, and a character that is no operator as it is. */
    static String operator(int character) {
        return plain(OPERATORS, character);
    }

    static boolean isSuperscript(int character) {
        return SUPERSCRIPTS.containsKey(character);
    }

    static String superscript(int character) {
        return SUPERSCRIPTS.get(character);
    }

    /** Whether a name may begin with a character. */
    static boolean isLetter(int character) {
        return character >= 'a' && character <= 'z'
                || character >= 'A' && character <= 'Z'
                || LETTERS.containsKey(character);
    }

    /** Σ, ∑ and √ are functions by themselves: no name goes on behind them, but an index. */
    static boolean isFunction(int character) {
        return "Σ∑√".indexOf(character) >= 0;
    }

    /** Whether an index begins with a character: _n or ₙ. */
    static boolean isIndex(int character) {
        return character == '_' || LETTERS.getOrDefault(character, "").startsWith("_");
    }

    static boolean isMinus(int character) {
        return character == '-' || "-".equals(OPERATORS.get(character));
    }

    /** Letters, digits, an index, and the hat of x̂. */
    static boolean isPartOfName(int character) {
        return isLetter(character) && !isFunction(character)
                || character >= '0' && character <= '9'
                || character == '_'
                || character == HAT;
    }

    /** A letter of a name in ASCII. */
    static String letter(int character) {
        return character == HAT ? "hat" : plain(LETTERS, character);
    }

    private static String plain(Map<Integer, String> map, int character) {
        return map.containsKey(character) ? map.get(character) : Character.toString(character);
    }

    /** The one spelling of a name in ASCII: {@code log} for {@code ln}. */
    static String name(String ascii) {
        return NAMES.getOrDefault(ascii, ascii);
    }
}
