package org.closedform.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class WordsTest {
    private static final Path FOLDER = Path.of("src/main/resources/org/closedform/words");

    private static Properties file(Path path) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(path)) {
            properties.load(reader);
        }
        return properties;
    }

    private static Set<String> labels(Properties file) {
        return file.stringPropertyNames().stream()
                .filter(key -> key.startsWith("label."))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String places(String label) {
        return label.replaceAll("[^{}\\d]|(?<!\\{)\\d", "")
                .chars()
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    @TestFactory
    Stream<DynamicTest> everyLanguageHasTheSameLabelsWithTheSamePlaces() throws IOException {
        Properties english = file(FOLDER.resolve("words.properties"));
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.toList().stream()
                    .map(path -> DynamicTest.dynamicTest(path.getFileName().toString(), () -> {
                        Properties other = file(path);
                        assertEquals(labels(english), labels(other));
                        for (String label : labels(english)) {
                            assertEquals(places(english.getProperty(label)), places(other.getProperty(label)), label);
                            assertTrue(!other.getProperty(label).isBlank(), label);
                        }
                    }));
        }
    }

    @Test
    void noKeyIsThereTwice() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path path : files.toList()) {
                List<String> keys = Files.readAllLines(path).stream()
                        .filter(line -> line.contains(" = ") && !line.startsWith("#"))
                        .map(line -> line.substring(0, line.indexOf(" = ")))
                        .toList();
                assertEquals(keys.stream().distinct().toList(), keys, () -> path + " has a key twice");
            }
        }
    }

    @Test
    void englishIsTheDefaultWhateverTheMachinesLocale() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.CHINA);
            assertEquals("Forward", Words.ENGLISH.label("forward"));
            assertEquals("Forward", Words.of(Locale.FRENCH).label("forward"));
            assertEquals(Locale.ENGLISH, Words.of(Locale.FRENCH).locale());
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void chineseIsChineseInEveryCountry() {
        for (Locale locale :
                List.of(Locale.CHINESE, Locale.CHINA, Locale.TAIWAN, Locale.forLanguageTag("zh-Hans-SG"))) {
            assertEquals("前向", Words.of(locale).label("forward"));
            assertEquals("zh", Words.of(locale).locale().toLanguageTag());
        }
    }

    @Test
    void fillsPlaces() {
        assertEquals("From: y, t", Words.ENGLISH.label("from", "y, t"));
        assertEquals("{1} $1", Words.ENGLISH.label("values", "{1} $1").replace("Values of ", ""));
    }

    @Test
    void phrasesAreTranslatedExactlyOrWithTheirNumbers() throws IOException {
        Words german = Words.read(
                Locale.GERMAN,
                new StringReader("largest_logit = größtes Logit\nsum_#_of_# = Summe # von #\nempty =\n"));
        assertEquals(Optional.of("größtes Logit"), german.phrase("largest logit"));
        assertEquals(Optional.of("Summe 12 von 3"), german.phrase("sum 12 of 3"));
        assertEquals(Optional.empty(), german.phrase("empty"));
        assertEquals(Optional.empty(), german.phrase("something else"));
        assertEquals(Optional.of("something else"), Words.ENGLISH.phrase("something else"));
        assertEquals("Forward", german.label("forward"));
        assertEquals("Words[de]", german.toString());
    }

    @Test
    void englishMayBeSaidOtherwise() throws IOException {
        Words british = Words.read(Locale.UK, new StringReader("normalised = normalised (by the batch)"));
        assertEquals(Optional.of("normalised (by the batch)"), british.phrase("normalised"));
        assertEquals(Optional.of("gate"), british.phrase("gate"));
    }

    @Test
    void aLabelThatIsNotThereIsNamed() {
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class,
                () -> Words.read(Locale.GERMAN, new StringReader("label.froward = Vorwärts")));
        assertTrue(
                unknown.getMessage().startsWith("Words.read: there are no labels [label.froward]"),
                unknown::getMessage);
        assertThrows(IllegalArgumentException.class, () -> Words.ENGLISH.label("froward"));
        assertThrows(IllegalArgumentException.class, () -> Words.ENGLISH.label("from"));
    }

    @Test
    void aFileThatIsNotOneOfPropertiesIsTold() {
        IllegalArgumentException malformed = assertThrows(
                IllegalArgumentException.class, () -> Words.read(Locale.GERMAN, new StringReader("a = \\u12")));
        assertTrue(
                malformed.getMessage().startsWith("Words.read: the file is not one of properties"),
                malformed::getMessage);
    }
}
