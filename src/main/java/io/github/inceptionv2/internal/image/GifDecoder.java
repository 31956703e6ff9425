package io.github.inceptionv2.internal.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads the first frame of a GIF, on its canvas.
 *
 * <p>TensorFlow's decoder paints transparent pixels black and ignores the canvas, and the JDK's
 * decoder fails on repeated clear codes. The format is defined by CompuServe's GIF89a
 * specification.
 */
final class GifDecoder {

  private static final int EXTENSION = 0x21;
  private static final int GRAPHIC_CONTROL = 0xf9;
  private static final int IMAGE = 0x2c;
  private static final int TRAILER = 0x3b;

  private final ByteBuffer file;
  private int transparent = -1;
  private byte[] globalPalette;

  private GifDecoder(ByteBuffer file) {
    this.file = file.order(ByteOrder.LITTLE_ENDIAN);
  }

  /** A frame's position on the canvas, and its palette. */
  private record Frame(
      int left, int top, int width, int height, boolean isInterlaced, byte[] palette) {}

  static ImageHeader header(ByteBuffer file) throws UnreadableImageException {
    return new GifDecoder(file).readHeader();
  }

  private ImageHeader readHeader() throws UnreadableImageException {
    Frame frame = readFrame();
    int width = canvasWidth(frame);
    int height = canvasHeight(frame);
    boolean isCovered =
        frame.left() == 0 && frame.top() == 0 && frame.width() == width && frame.height() == height;
    return new ImageHeader(
        ImageFormat.GIF, width, height, 1, transparent >= 0 || !isCovered, false, 1, 0);
  }

  /** Returns the canvas's width; a frame that extends beyond the canvas enlarges it. */
  private int canvasWidth(Frame frame) {
    return Math.max(file.getShort(6) & 0xffff, frame.left() + frame.width());
  }

  private int canvasHeight(Frame frame) {
    return Math.max(file.getShort(8) & 0xffff, frame.top() + frame.height());
  }

  /** Reads the file up to the compressed data of the first frame. */
  private Frame readFrame() throws UnreadableImageException {
    int flags = file.get(10);
    file.position(13);
    globalPalette = readPalette(flags);
    while (true) {
      int block = file.get() & 0xff;
      if (block == IMAGE) {
        return readDescriptor();
      } else if (block == EXTENSION) {
        readExtension();
      } else if (block == TRAILER) {
        throw new UnreadableImageException("is a GIF without a frame");
      } else if (block != 0) {
        throw new UnreadableImageException("is a GIF with the unknown block " + block);
      }
    }
  }

  private void readExtension() {
    int label = file.get() & 0xff;
    if (label == GRAPHIC_CONTROL && file.get(file.position()) >= 4) {
      int flags = file.get(file.position() + 1);
      transparent = (flags & 1) != 0 ? file.get(file.position() + 4) & 0xff : -1;
    }
    for (int length = file.get() & 0xff; length > 0; length = file.get() & 0xff) {
      file.position(file.position() + length);
    }
  }

  private Frame readDescriptor() throws UnreadableImageException {
    int left = file.getShort() & 0xffff;
    int top = file.getShort() & 0xffff;
    int width = file.getShort() & 0xffff;
    int height = file.getShort() & 0xffff;
    int flags = file.get();
    byte[] local = readPalette(flags);
    if (width == 0 || height == 0) {
      throw new UnreadableImageException(
          "is a GIF with a frame of " + width + "x" + height + " pixels, expected at least 1x1");
    }
    byte[] palette = local != null ? local : globalPalette != null ? globalPalette : grayRamp();
    return new Frame(left, top, width, height, (flags & 0x40) != 0, palette);
  }

  private byte[] readPalette(int flags) {
    if ((flags & 0x80) == 0) {
      return null;
    }
    byte[] palette = new byte[3 << (flags & 7) + 1];
    file.get(palette);
    return palette;
  }

  /** Returns the palette that other decoders use for a GIF without one. */
  private static byte[] grayRamp() {
    byte[] palette = new byte[3 * 256];
    for (int i = 0; i < palette.length; i++) {
      palette[i] = (byte) (i / 3);
    }
    return palette;
  }

  /** Returns RGB, or RGBA if the header has alpha. */
  static PixelSource decode(byte[] file, ImageHeader header) throws UnreadableImageException {
    try {
      GifDecoder decoder = new GifDecoder(ByteBuffer.wrap(file));
      Frame frame = decoder.readFrame();
      long size = (long) frame.width() * frame.height();
      JdkDecoder.checkHeap(size);
      byte[] indexes = new LzwDecoder(decoder.file).decode(Math.toIntExact(size));
      return new Canvas(
          header.height(),
          header.width(),
          header.hasAlpha() ? 4 : 3,
          frame,
          indexes,
          decoder.transparent);
    } catch (BufferUnderflowException | IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new UnreadableImageException("is a damaged GIF (it is truncated)", e);
    }
  }

  /**
   * A frame on its canvas; the rest of the canvas is black and transparent.
   *
   * @param indexes the palette index of each of the frame's pixels, with rows in stored order
   * @param transparent the index of transparent pixels; -1 for none
   */
  private record Canvas(
      int height, int width, int channels, Frame frame, byte[] indexes, int transparent)
      implements PixelSource {

    @Override
    public void read(int row, int column, int count, byte[] to) {
      Arrays.fill(to, 0, count * channels, (byte) 0);
      int y = row - frame.top();
      if (y < 0 || y >= frame.height()) {
        return;
      }
      int stored = frame.isInterlaced() ? storedRow(y, frame.height()) : y;
      int begin = Math.max(column, frame.left());
      int end = Math.min(column + count, frame.left() + frame.width());
      for (int x = begin; x < end; x++) {
        int index = indexes[stored * frame.width() + x - frame.left()] & 0xff;
        paint(to, (x - column) * channels, index);
      }
    }

    private void paint(byte[] pixels, int at, int index) {
      byte[] palette = frame.palette();
      if (3 * index < palette.length) {
        System.arraycopy(palette, 3 * index, pixels, at, 3);
      }
      if (channels == 4) {
        pixels[at + 3] = (byte) (index == transparent ? 0 : 0xff);
      }
    }
  }

  /**
   * Returns the index at which a row of an interlaced frame is stored. Such a frame has four
   * passes: every 8th row, the rows halfway between them, every 4th row from row 2, and every 2nd
   * row from row 1.
   */
  private static int storedRow(int y, int height) {
    int[] starts = {0, 4, 2, 1};
    int[] steps = {8, 8, 4, 2};
    int before = 0;
    for (int pass = 0; pass < 4; pass++) {
      if (y >= starts[pass] && (y - starts[pass]) % steps[pass] == 0) {
        return before + (y - starts[pass]) / steps[pass];
      }
      before += (height - starts[pass] + steps[pass] - 1) / steps[pass];
    }
    throw new AssertionError(y);
  }
}
