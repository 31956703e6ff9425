package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DistortionRangesTest {

  private static final DistortionRanges SLIM =
      new DistortionRanges(0.05, 1, 0.75, 4 / 3.0, true, 32 / 255f, 0.5f, 0.5f);
  private static final DistortionRanges NOTHING = new DistortionRanges(1, 1, 1, 1, false, 0, 0, 0);

  @Test
  void draw_sameSeed_repeatsTheDistortions() {
    List<Distortion> first = draw(SLIM, 7, 20);

    assertEquals(first, draw(SLIM, 7, 20));
    assertFalse(first.equals(draw(SLIM, 8, 20)));
  }

  @Test
  void draw_often_staysInRangeAndReachesTheEnds() {
    List<Distortion> drawn = draw(SLIM, 1, 10_000);

    for (Distortion one : drawn) {
      assertTrue(one.area() >= 0.05 && one.area() <= 1, one::toString);
      assertTrue(one.aspectRatio() >= 0.75 && one.aspectRatio() <= 4 / 3.0, one::toString);
      assertTrue(Math.abs(one.brightness()) <= 32 / 255f, one::toString);
      assertTrue(Math.abs(one.saturation() - 1) <= 0.5f, one::toString);
      assertTrue(Math.abs(one.contrast() - 1) <= 0.5f, one::toString);
    }
    assertEquals(0.525, drawn.stream().mapToDouble(Distortion::area).average().orElse(0), 0.01);
    assertEquals(0.5, drawn.stream().mapToDouble(Distortion::x).average().orElse(0), 0.01);
    assertEquals(0.5, drawn.stream().filter(Distortion::isFlipped).count() / 10_000.0, 0.02);
    assertEquals(0.5, drawn.stream().mapToDouble(Distortion::contrast).min().orElse(0), 0.001);
    // wide and tall crops are equally frequent
    assertEquals(0.5, drawn.stream().filter(one -> one.aspectRatio() > 1).count() / 10_000.0, 0.02);
  }

  @Test
  void draw_rangesOfOneValue_drawsExactlyThatValue() {
    for (Distortion one : draw(NOTHING, 3, 100)) {
      assertEquals(new Distortion(1, 1, one.x(), one.y(), false, 0, 1, 1), one);
      assertTrue(one.keepsColours());
    }
    DistortionRanges odd = new DistortionRanges(0.3, 0.3, 1.7, 1.7, false, 0, 0, 0);
    for (Distortion one : draw(odd, 3, 100)) {
      assertEquals(0.3, one.area());
      assertEquals(1.7, one.aspectRatio());
    }
  }

  /** The values that one setting draws do not depend on another setting. */
  @Test
  void draw_anyRanges_takesEightRandomValues() {
    for (DistortionRanges ranges : List.of(SLIM, NOTHING)) {
      RandomGenerator drawnFrom = new SplittableRandom(5);
      ranges.draw(drawnFrom);
      RandomGenerator counted = new SplittableRandom(5);
      counted.doubles(8).sum();
      assertEquals(counted.nextLong(), drawnFrom.nextLong());
    }
    Distortion coloured = draw(SLIM, 5, 2).get(1);
    Distortion plain = draw(NOTHING, 5, 2).get(1);
    assertEquals(coloured.x(), plain.x());
    assertEquals(coloured.y(), plain.y());
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,1,1,0,0,0,'minArea (0.0) must be above 0 and at most maxArea (1.0)'",
    "0.6,0.5,1,1,0,0,0,'minArea (0.6) must be above 0 and at most maxArea (0.5)'",
    "0.5,1.5,1,1,0,0,0,'maxArea (1.5) must be above 0 and at most 1'",
    "1,1,2,1,0,0,0,'minAspectRatio (2.0) must be above 0 and at most maxAspectRatio (1.0)'",
    "1,1,1,Infinity,0,0,0,'maxAspectRatio (Infinity) must be positive and finite'",
    "NaN,1,1,1,0,0,0,'minArea (NaN) must be above 0 and at most maxArea (1.0)'",
    "1,1,1,1,-0.5,0,0,'brightness (-0.5) must be from 0 to 1'",
    "1,1,1,1,0,1.5,0,'saturation (1.5) must be from 0 to 1'",
    "1,1,1,1,0,0,NaN,'contrast (NaN) must be from 0 to 1'"
  })
  void ranges_invalid_areNamed(
      double minArea,
      double maxArea,
      double minAspectRatio,
      double maxAspectRatio,
      float brightness,
      float saturation,
      float contrast,
      String message) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new DistortionRanges(
                    minArea,
                    maxArea,
                    minAspectRatio,
                    maxAspectRatio,
                    true,
                    brightness,
                    saturation,
                    contrast));
    assertEquals(message, e.getMessage());
  }

  private static List<Distortion> draw(DistortionRanges ranges, long seed, int count) {
    RandomGenerator random = new SplittableRandom(seed);
    List<Distortion> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      drawn.add(ranges.draw(random));
    }
    return drawn;
  }
}
