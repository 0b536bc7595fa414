package org.closedform.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The newest section of docs/changelog.md is about the version that is built. */
class ChangelogTest {
    private static final Pattern NEWEST = Pattern.compile("(?s).*?\n## (\\d\\S*?),? .*");
    private static final Pattern VERSION =
            Pattern.compile("(?s).*?<artifactId>closedform</artifactId>\\s*<version>([^<-]+).*");

    @Test
    void theNewestSectionIsTheVersionOfThePom() {
        String changelog = Page.at(Path.of("docs", "changelog.md")).text();
        String pom = Page.at(Path.of("pom.xml")).text();
        assertEquals(
                VERSION.matcher(pom).replaceFirst("$1"),
                NEWEST.matcher(changelog).replaceFirst("$1"));
    }
}
