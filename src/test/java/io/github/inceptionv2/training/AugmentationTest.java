package io.github.inceptionv2.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.DistortionRanges;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {

  @Test
  void none_hasNoRanges() {
    assertEquals(Optional.empty(), Augmentation.none().ranges());
    assertEquals("none", Augmentation.none().toString());
  }

  @Test
  void standard_hasTheRangesOfItsDocumentation() {
    assertRanges(
        new DistortionRanges(0.25, 1, 0.75, 4 / 3.0, true, 0.1f, 0.2f, 0.2f),
        Augmentation.standard());
  }

  /** The numbers of TF-Slim's distorted_bounding_box_crop and distort_color. */
  @Test
  void strong_hasTheRangesOfSlim() {
    assertRanges(
        new DistortionRanges(0.05, 1, 0.75, 4 / 3.0, true, 32 / 255f, 0.5f, 0.5f),
        Augmentation.strong());
  }

  @Test
  void of_bounds_areAllowed() {
    assertRanges(
        new DistortionRanges(1, 1, 1, 1, false, 0, 0, 0), Augmentation.of(1, 1, false, 0, 0, 0));
    assertRanges(
        new DistortionRanges(1e-9, 1, 0.01, 100, true, 1, 1, 1),
        Augmentation.of(1e-9, 100, true, 1, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,0,0,0,'minArea (0.0) must be above 0 and at most maxArea (1.0)'",
    "1.5,1,0,0,0,'minArea (1.5) must be above 0 and at most maxArea (1.0)'",
    "NaN,1,0,0,0,'minArea (NaN) must be above 0 and at most maxArea (1.0)'",
    "1,0.75,0,0,0,'maxStretch (0.75) must be from 1.0 to 100.0'",
    "1,101,0,0,0,'maxStretch (101.0) must be from 1.0 to 100.0'",
    "1,NaN,0,0,0,'maxStretch (NaN) must be from 1.0 to 100.0'",
    "1,1,-0.5,0,0,'brightness (-0.5) must be from 0 to 1'",
    "1,1,1.5,0,0,'brightness (1.5) must be from 0 to 1'",
    "1,1,0,-0.5,0,'saturation (-0.5) must be from 0 to 1'",
    "1,1,0,NaN,0,'saturation (NaN) must be from 0 to 1'",
    "1,1,0,0,2,'contrast (2.0) must be from 0 to 1'",
    "1,1,0,0,Infinity,'contrast (Infinity) must be from 0 to 1'"
  })
  void of_outOfRange_isNamed(
      double minArea,
      double maxStretch,
      double brightness,
      double saturation,
      double contrast,
      String message) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Augmentation.of(minArea, maxStretch, true, brightness, saturation, contrast));

    assertEquals(message, e.getMessage());
  }

  /**
   * A checkpoint resumes only if the options read the same, so different options must read
   * differently.
   */
  @Test
  void toString_differentRanges_differs() {
    String standard = Augmentation.standard().toString();

    assertEquals(standard, Augmentation.of(0.25, 4 / 3.0, true, 0.1, 0.2, 0.2).toString());
    assertTrue(!standard.equals(Augmentation.strong().toString()));
    assertTrue(!standard.equals(Augmentation.of(0.25, 4 / 3.0, false, 0.1, 0.2, 0.2).toString()));
  }

  private static void assertRanges(DistortionRanges expected, Augmentation augmentation) {
    DistortionRanges actual = augmentation.ranges().orElseThrow();

    assertEquals(expected.minAspectRatio(), actual.minAspectRatio(), 1e-15);
    assertEquals(
        expected,
        new DistortionRanges(
            actual.minArea(),
            actual.maxArea(),
            expected.minAspectRatio(),
            actual.maxAspectRatio(),
            actual.isFlipping(),
            actual.brightness(),
            actual.saturation(),
            actual.contrast()));
  }
}
