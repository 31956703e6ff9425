package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Images in each of the eight EXIF orientations are turned upright; the picture has coloured
 * blocks.
 */
class OrientationTest {

  private static final int BLOCK = 16;
  private static final int[] COLOURS = {0xff0000, 0x00ff00, 0x0000ff, 0xffffff, 0x000000, 0xffff00};
  private static final int ROWS = 2;
  private static final int COLUMNS = 3;

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  static IntStream orientations() {
    return IntStream.rangeClosed(1, 8);
  }

  /**
   * Returns the colour of a stored block. The EXIF specification describes the stored image by the
   * sides where its row 0 and column 0 belong.
   */
  private static int storedColour(int exif, int row, int column) {
    int last = ROWS - 1;
    int end = COLUMNS - 1;
    return switch (exif) {
      case 1 -> colour(row, column); // row 0 at the top, column 0 at the left
      case 2 -> colour(row, end - column); // top, right
      case 3 -> colour(last - row, end - column); // bottom, right
      case 4 -> colour(last - row, column); // bottom, left
      case 5 -> colour(column, row); // left, top
      case 6 -> colour(column, end - row); // right, top
      case 7 -> colour(last - column, end - row); // right, bottom
      default -> colour(last - column, row); // left, bottom
    };
  }

  /** Returns the colour of a block of the upright picture, as 0xRRGGBB. */
  static int colour(int row, int column) {
    return COLOURS[row * COLUMNS + column];
  }

  private static BufferedImage stored(int exif) {
    boolean isTurned = exif >= 5;
    int rows = isTurned ? COLUMNS : ROWS;
    int columns = isTurned ? ROWS : COLUMNS;
    BufferedImage image =
        new BufferedImage(columns * BLOCK, rows * BLOCK, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < rows * BLOCK; y++) {
      for (int x = 0; x < columns * BLOCK; x++) {
        image.setRGB(x, y, storedColour(exif, y / BLOCK, x / BLOCK));
      }
    }
    return image;
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void jpeg_exif_isUpright(int exif) throws Exception {
    assertUpright(jpeg(exif), 8);
  }

  /** The picture as a JPEG of three by two blocks of 16 pixels. */
  static byte[] jpeg(int exif) {
    byte[] jpeg = Golden.encode(stored(exif), "jpg");
    ByteBuffer withExif = ByteBuffer.allocate(jpeg.length + 36);
    byte[] tiff = tiff(exif, ByteOrder.LITTLE_ENDIAN);
    withExif.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) 34);
    withExif.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff);
    withExif.put(jpeg, 2, jpeg.length - 2);
    return withExif.array();
  }

  @ParameterizedTest
  @MethodSource("orientations")
  void png_exif_isUpright(int exif) throws Exception {
    byte[] png = Golden.encode(stored(exif), "png");
    byte[] tiff = tiff(exif, ByteOrder.BIG_ENDIAN);
    ByteBuffer chunk = ByteBuffer.allocate(12 + tiff.length);
    chunk.putInt(tiff.length).put(new byte[] {'e', 'X', 'I', 'f'}).put(tiff);
    CRC32 checksum = new CRC32();
    checksum.update(chunk.array(), 4, 4 + tiff.length);
    chunk.putInt((int) checksum.getValue());
    ByteBuffer withExif = ByteBuffer.allocate(png.length + chunk.capacity());
    withExif.put(png, 0, 33).put(chunk.array()).put(png, 33, png.length - 33);

    assertUpright(withExif.array(), 0);
  }

  @Test
  void jpeg_exifIgnored_isAsStored() throws Exception {
    ImageSettings all = ImageSettings.DEFAULT;
    ImageSettings asStored =
        new ImageSettings(
            all.maxPixels(),
            all.maxBytes(),
            all.maxScans(),
            all.maxMetadataBytes(),
            false,
            false,
            0);
    byte[] png = Golden.encode(stored(6), "png");
    try (ImagePipeline plain = ImagePipeline.open(asStored)) {
      Decoded pixels = Decoded.of(plain, new ImageData.Encoded(png), View.ALL);
      assertEquals(COLUMNS * BLOCK, pixels.height());
    }
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1,6", "2,3", "3,8"})
  void turn_clockwise_matchesExif(int quarters, int exif) throws Exception {
    BufferedImage turnedBack = stored(exif);
    View view = new View(quarters, Optional.empty());
    assertColours(pixels(Golden.encode(turnedBack, "png"), view), 0);
  }

  /** Combines all 8 x 8 pairs on a grid of numbers. */
  @Test
  void then_anyTwo_equalsOneAfterTheOther() {
    int[][] grid = {{1, 2, 3}, {4, 5, 6}};
    for (int first = 1; first <= 8; first++) {
      for (int second = 1; second <= 8; second++) {
        Orientation one = Orientation.ofExif(first);
        Orientation two = Orientation.ofExif(second);
        assertArrayEquals(
            apply(two, apply(one, grid)), apply(one.then(two), grid), first + ", " + second);
      }
    }
  }

  private static int[][] apply(Orientation turn, int[][] grid) {
    int rows = turn.transposes() ? grid[0].length : grid.length;
    int columns = turn.transposes() ? grid.length : grid[0].length;
    int[][] out = new int[rows][columns];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        int fromY = turn.flipsRows() ? rows - 1 - y : y;
        int fromX = turn.flipsColumns() ? columns - 1 - x : x;
        out[y][x] = turn.transposes() ? grid[fromX][fromY] : grid[fromY][fromX];
      }
    }
    return out;
  }

  /** Damaged EXIF data is never a reason to refuse an image. */
  @Test
  void exif_damaged_neverFails() {
    byte[] good = tiff(6, ByteOrder.LITTLE_ENDIAN);
    for (int length = 0; length < good.length; length++) {
      Exif.orientation(ByteBuffer.wrap(Arrays.copyOf(good, length)));
    }
    for (int i = 0; i < good.length; i++) {
      for (int value = 0; value < 256; value++) {
        byte[] damaged = good.clone();
        damaged[i] = (byte) value;
        int orientation = Exif.orientation(ByteBuffer.wrap(damaged));
        assertEquals(true, orientation >= 0 && orientation <= 8);
      }
    }
    assertEquals(0, Exif.orientation(ByteBuffer.wrap(tiff(9, ByteOrder.BIG_ENDIAN))));
    assertEquals(6, Exif.orientation(ByteBuffer.wrap(good)));
  }

  private static void assertUpright(byte[] file, int tolerance) throws Exception {
    assertColours(pixels(file, View.ALL), tolerance);
  }

  private static void assertColours(byte[] rgb, int tolerance) {
    assertEquals(ROWS * COLUMNS * BLOCK * BLOCK * 3, rgb.length);
    for (int row = 0; row < ROWS; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        int y = row * BLOCK + BLOCK / 2;
        int x = column * BLOCK + BLOCK / 2;
        int at = (y * COLUMNS * BLOCK + x) * 3;
        for (int c = 0; c < 3; c++) {
          int expected = colour(row, column) >> 16 - 8 * c & 0xff;
          assertEquals(expected, rgb[at + c] & 0xff, tolerance, row + ", " + column);
        }
      }
    }
  }

  private static byte[] pixels(byte[] file, View view) throws Exception {
    return Decoded.of(PIPELINE.get(), new ImageData.Encoded(file), view).rgb();
  }

  /** A TIFF directory with one entry. */
  private static byte[] tiff(int orientation, ByteOrder order) {
    ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
    tiff.put(order == ByteOrder.LITTLE_ENDIAN ? new byte[] {'I', 'I'} : new byte[] {'M', 'M'});
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1);
    tiff.putShort((short) orientation).putShort((short) 0).putInt(0);
    return tiff.array();
  }
}
