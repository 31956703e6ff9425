package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreprocessingTest {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(before);
  }

  /** The lower case of I is not i in Turkish. */
  @ParameterizedTest
  @ValueSource(strings = {"en", "tr"})
  void of_everyName_anyCaseInAnyLocale(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));
    for (Preprocessing preset : Preprocessing.values()) {
      assertEquals(preset, Preprocessing.of(preset.toString()));
      assertEquals(preset, Preprocessing.of(preset.name()));
    }
    assertEquals("slim", Preprocessing.SLIM.toString());
    assertEquals("keras-antialias", Preprocessing.KERAS_ANTIALIAS.toString());
    assertEquals(
        "torchvision 12.50 %",
        new Prediction(0, "torchvision", Optional.empty(), 0.125f, 1).toString());
  }

  @Test
  void of_unknown_namesAll() {
    var e = assertThrows(IllegalArgumentException.class, () -> Preprocessing.of("best"));
    assertEquals(
        "unknown preprocessing \"best\"; known: [slim, hub, keras, keras-antialias, torchvision,"
            + " letterbox]",
        e.getMessage());
  }
}
