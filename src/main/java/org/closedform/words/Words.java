package org.closedform.words;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of lessons, exercises, tables and charts in one language. English is the default on every machine, whatever its locale;
 * Chinese is in the library; a third language is a file.
 *
 * <pre>{@code
 * WorkedExample.of(new Softmax(), x).toHtml(Words.of(Locale.CHINESE))
 * }</pre>
 *
 * <p>A file has the format of {@link Properties}, in UTF-8. Its <b>labels</b>, such as {@code label.forward = Vorwärts}, are headings,
 * axis titles and verdicts. Its <b>phrases</b> are the names and notes of steps, and the texts of exercises, under the English text
 * with an underscore for each space: {@code largest_logit = größtes Logit}. A {@code #} stands for any whole number, so {@code
 * gates_at_t_\=_# = Gatter bei t = #} is one phrase for all steps in time. What a file does not have stays English. Formulas and numbers need no words.
 */
public final class Words {
    private static final String LABEL = "label.";
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

    /** The languages that were asked for, of those that the library has. */
    private static final Map<String, Words> READ = new ConcurrentHashMap<>();

    /** English. */
    public static final Words ENGLISH = new Words(Locale.ENGLISH, entries("words.properties", Map.of()));

    private final Locale locale;
    private final Map<String, String> entries;

    private Words(Locale locale, Map<String, String> entries) {
        this.locale = locale;
        this.entries = entries;
    }

    /**
     * {@return the words in the language of a locale; English where the library has no such language}
     *
     * @param locale whose language; countries and scripts make no difference
     */
    public static Words of(Locale locale) {
        Objects.requireNonNull(locale, "Words.of: locale is null");
        String language = locale.getLanguage();
        Words known = READ.get(language);
        return known != null ? known : language.matches("[a-z]{2,8}") ? bundled(language) : ENGLISH;
    }

    private static Words bundled(String language) {
        Map<String, String> entries = entries("words_" + language + ".properties", ENGLISH.entries);
        if (entries.isEmpty()) {
            return ENGLISH;
        }
        Words words = new Words(Locale.forLanguageTag(language), entries);
        READ.put(language, words);
        return words;
    }

    /** Those of a file of the library; none if there is no such file. */
    private static Map<String, String> entries(String file, Map<String, String> defaults) {
        try (InputStream stream = Words.class.getResourceAsStream(file)) {
            return stream == null ? Map.of() : loaded(new InputStreamReader(stream, StandardCharsets.UTF_8), defaults);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> loaded(Reader file, Map<String, String> defaults) throws IOException {
        Properties properties = new Properties();
        properties.load(file);
        Map<String, String> all = new TreeMap<>(defaults);
        properties.stringPropertyNames().forEach(key -> all.put(key, properties.getProperty(key)));
        return all;
    }

    /**
     * {@return the words of a translator's file}
     *
     * @param locale its language
     * @param file labels and phrases, in the format of {@link Properties}; read to its end, and left open
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it has a label that no lesson, table or chart has, or is no file of properties
     */
    public static Words read(Locale locale, Reader file) throws IOException {
        Objects.requireNonNull(locale, "Words.read: locale is null");
        Objects.requireNonNull(file, "Words.read: file is null");
        Words read = new Words(locale, translated(file));
        TreeSet<String> unknown = new TreeSet<>(read.entries.keySet());
        unknown.removeIf(key -> !key.startsWith(LABEL) || ENGLISH.entries.containsKey(key));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "Words.read: there are no labels " + unknown + "; there are " + ENGLISH.entries.keySet());
        }
        return read;
    }

    private static Map<String, String> translated(Reader file) throws IOException {
        try {
            return loaded(file, ENGLISH.entries);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Words.read: the file is not one of properties: " + e.getMessage(), e);
        }
    }

    /** {@return the language} */
    public Locale locale() {
        return locale;
    }

    /**
     * {@return a label}
     *
     * @param name its name, without {@code label.}, such as {@code forward}
     * @param values what stands in the label's places {0}, {1}, …
     * @throws IllegalArgumentException if there is no such label, or it has more places
     */
    public String label(String name, String... values) {
        Objects.requireNonNull(name, "Words.label: name is null");
        Objects.requireNonNull(values, "Words.label: values is null");
        String label = entries.get(LABEL + name);
        if (label == null) {
            throw new IllegalArgumentException(
                    "Words.label: there is no label " + name + "; there are " + ENGLISH.entries.keySet());
        }
        return PLACE.matcher(label).replaceAll(place -> Matcher.quoteReplacement(value(name, values, place)));
    }

    private static String value(String name, String[] values, MatchResult place) {
        int index = Integer.parseInt(place.group(1));
        if (index >= values.length) {
            throw new IllegalArgumentException("Words.label: " + name + " has a place {" + index + "}, but there are "
                    + values.length + " values");
        }
        return Objects.requireNonNull(values[index], "Words.label: a value is null");
    }

    /**
     * {@return a name or a note of a step, or a text of an exercise, in this language; empty if it is not translated}
     *
     * @param english the English text
     */
    public Optional<String> phrase(String english) {
        Objects.requireNonNull(english, "Words.phrase: english is null");
        Optional<String> exactly = Optional.ofNullable(entries.get(english.replace(' ', '_')));
        return exactly.or(() -> Optional.ofNullable(entries.get(key(english))).map(phrase -> filled(phrase, english)))
                .filter(phrase -> !phrase.isBlank())
                .or(() -> isEnglish() ? Optional.of(english) : Optional.empty());
    }

    private boolean isEnglish() {
        return locale.getLanguage().equals(Locale.ENGLISH.getLanguage());
    }

    /** The key of a phrase with any numbers. */
    private static String key(String english) {
        return NUMBER.matcher(english.replace(' ', '_')).replaceAll("#");
    }

    /** The numbers of the English text stand in the order in which they come there. */
    private static String filled(String phrase, String english) {
        Matcher numbers = NUMBER.matcher(english);
        return phrase.chars()
                .mapToObj(unit -> unit == '#' && numbers.find() ? numbers.group() : Character.toString((char) unit))
                .collect(Collectors.joining());
    }

    /** {@return the language's tag, such as {@code zh}} */
    @Override
    public String toString() {
        return "Words[" + locale.toLanguageTag() + "]";
    }
}
