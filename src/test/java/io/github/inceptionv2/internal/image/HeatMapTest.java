package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.HeatMap.Side;
import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeatMapTest {

  /** Four cells spread evenly over 80 pixels of input, with centres at 10, 30, 50 and 70. */
  private static final Side EVEN = new Side(80, 4, 10, 20);

  @Test
  void over_betweenCentres_isBilinear() {
    float[] values = {0, 4, 8, 12, 10, 14, 18, 22, 20, 24, 28, 32, 30, 34, 38, 42};
    float[] over = HeatMap.ofInput(values, EVEN, EVEN).over(80, 80);

    // pixel 19 has its centre at 19.5: 0.475 of the way from the first cell to the second
    assertEquals(4 * 0.475f + 10 * 0.475f, over[19 * 80 + 19], 1e-5f);
    assertEquals(0, over[0], "the first cell's value before its centre");
    assertEquals(42, over[80 * 80 - 1], "the last cell's value after its centre");
  }

  @Test
  void over_anyScale_isProportional() {
    float[] values = {1, 0, 0, 0, 0, 5, 0, 0, 0, 0, 2, 0, 0, 0, 0, 3};
    HeatMap map = HeatMap.ofInput(values, EVEN, EVEN);

    assertEquals(map.over(80, 80)[30 * 80 + 30], map.over(240, 240)[91 * 240 + 91], 1e-5f);
  }

  /** The centre of the only warm cell, at row 1 and column 2, in a photograph of 400x200 pixels. */
  @ParameterizedTest
  @CsvSource({
    // centre of the cell in the input: 30 of 80 down, 50 of 80 to the right
    "STRETCH,         75, 250",
    // 175 rows from row 12, 350 columns from column 25
    "CENTRAL_CROP,    78, 243",
    // scaled to 91x182, then cropped to 80x80 from row 6 and column 51
    "SHORT_SIDE_CROP, 79, 221",
    // scaled to 40x80, placed from row 20
    "FIT,             50, 250",
  })
  void over_anyGeometry_isWarmestAtTheCell(Geometry geometry, int row, int column) {
    float[] values = new float[16];
    values[1 * 4 + 2] = 7;
    HeatMap map = new HeatMap(values, EVEN, EVEN, new Resampling(geometry, Filter.ANTIALIASED));
    float[] over = map.over(200, 400);
    int warmest = 0;
    for (int i = 0; i < over.length; i++) {
      warmest = over[i] > over[warmest] ? i : warmest;
    }

    assertEquals(row, warmest / 400, 1);
    assertEquals(column, warmest % 400, 1);
  }

  @Test
  void over_centralCrop_isZeroOutside() {
    float[] values = new float[16];
    Arrays.fill(values, 1);
    HeatMap map =
        new HeatMap(
            values, EVEN, EVEN, new Resampling(Geometry.CENTRAL_CROP, Filter.LEGACY_BILINEAR));
    float[] over = map.over(160, 320);
    for (int y = 0; y < 160; y++) {
      for (int x = 0; x < 320; x++) {
        boolean isInside = y >= 10 && y < 150 && x >= 20 && x < 300;
        assertEquals(isInside ? 1 : 0, over[y * 320 + x], y + ", " + x);
      }
    }
  }

  @Test
  void over_oneCell_isUniform() {
    Side one = new Side(32, 1, 16, 32);
    assertArrayEquals(
        new float[] {3, 3, 3, 3}, HeatMap.ofInput(new float[] {3}, one, one).over(2, 2));
  }

  @Test
  void paint_coldMap_keepsThePhotograph() {
    BufferedImage photo = gray();
    BufferedImage painted = HeatPainter.paint(photo, HeatMap.ofInput(new float[16], EVEN, EVEN));

    assertEquals(0x808080, painted.getRGB(5, 5) & 0xffffff);
  }

  @Test
  void paint_grayPhotograph_keepsItsLevels() {
    BufferedImage photo = new BufferedImage(40, 40, BufferedImage.TYPE_BYTE_GRAY);
    photo.getRaster().setSample(5, 5, 0, 0x80);
    BufferedImage painted = HeatPainter.paint(photo, HeatMap.ofInput(new float[16], EVEN, EVEN));

    assertEquals(0x808080, painted.getRGB(5, 5) & 0xffffff);
  }

  @Test
  void paint_transparentPhotograph_isLaidOnWhite() {
    BufferedImage photo = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    photo.setRGB(5, 5, 0xff102030);
    photo.setRGB(6, 5, 0x80000000);
    BufferedImage painted = HeatPainter.paint(photo, HeatMap.ofInput(new float[16], EVEN, EVEN));

    assertEquals(0x102030, painted.getRGB(5, 5) & 0xffffff);
    assertEquals(0x7f7f7f, painted.getRGB(6, 5) & 0xffffff);
    assertEquals(0xffffff, painted.getRGB(7, 5) & 0xffffff);
  }

  @Test
  void paint_warmCell_isRedAndTheRestUnchanged() {
    float[] values = new float[16];
    values[0] = 0.001f;
    BufferedImage photo = gray();
    BufferedImage painted = HeatPainter.paint(photo, HeatMap.ofInput(values, EVEN, EVEN));
    int warm = painted.getRGB(2, 2);

    assertTrue((warm >> 16 & 0xff) > 0x80 && (warm & 0xff) < 0x60, Integer.toHexString(warm));
    assertEquals(0x808080, painted.getRGB(39, 39) & 0xffffff);
    assertNotEquals(painted, photo);
    assertEquals(0x808080, photo.getRGB(2, 2) & 0xffffff);
  }

  private static BufferedImage gray() {
    BufferedImage photo = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 1600; i++) {
      photo.setRGB(i % 40, i / 40, 0x808080);
    }
    return photo;
  }
}
