package io.github.inceptionv2.internal.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;

/** Recompresses the rows of a truncated PNG, with zeros for the missing rows. */
final class TruncatedPng {

  private static final int IDAT = 0x49444154;
  private static final int IEND = 0x49454e44;
  private static final int FIRST_CHUNK = 8;
  private static final int HEADER_CHUNK = 25;
  private static final int BYTES_AT_ONCE = 1 << 14;

  private final byte[] file;
  private final ByteBuffer chunks;
  private final ByteArrayOutputStream rows = new ByteArrayOutputStream();
  private int pixels = -1;
  private int position = FIRST_CHUNK;

  private TruncatedPng(byte[] file) {
    this.file = file;
    this.chunks = ByteBuffer.wrap(file);
  }

  /** Returns the completed file, or empty if the file is not truncated or lacks its first row. */
  static Optional<CompletedFile> completed(byte[] file, ImageHeader header)
      throws UnreadableImageException {
    TruncatedPng cut = new TruncatedPng(file);
    if (file.length < FIRST_CHUNK + HEADER_CHUNK || cut.hasEnd()) {
      return Optional.empty();
    }
    PngRows rows = PngRows.of(header, file[24], file[25], file[28]);
    JdkDecoder.checkHeap(rows.byteCount());
    long count = cut.copyRows(rows.byteCount());
    return rows.haveFirst(count)
        ? Optional.of(new CompletedFile(cut.complete(), rgb -> rows.paintFrom(count, rgb)))
        : Optional.empty();
  }

  /**
   * Copies the bytes that the file has, pads them with zeros to the size of all rows, and returns
   * the number of bytes copied.
   */
  private long copyRows(long all) {
    Inflater inflater = new Inflater();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    DeflaterOutputStream to = new DeflaterOutputStream(rows, deflater, BYTES_AT_ONCE);
    try (to) {
      long count = copy(inflater, to, all);
      byte[] zeros = new byte[BYTES_AT_ONCE];
      for (long done = count; done < all; done += zeros.length) {
        to.write(zeros, 0, (int) Math.min(zeros.length, all - done));
      }
      return count;
    } catch (IOException e) {
      throw new AssertionError("writing to memory cannot fail", e);
    } finally {
      inflater.end();
      deflater.end();
    }
  }

  private long copy(Inflater from, DeflaterOutputStream to, long most) throws IOException {
    byte[] buffer = new byte[BYTES_AT_ONCE];
    long count = 0;
    try {
      while (count < most && !from.finished() && !from.needsDictionary()) {
        if (from.needsInput() && !feed(from)) {
          break;
        }
        int read = from.inflate(buffer, 0, (int) Math.min(buffer.length, most - count));
        to.write(buffer, 0, read);
        count += read;
      }
    } catch (DataFormatException e) {
      // The rows before the damage are kept.
    }
    return count;
  }

  /**
   * Feeds the data of the next chunk of pixels, up to the end of the file. Returns false if there
   * is no such chunk.
   */
  private boolean feed(Inflater to) {
    while (position <= file.length - 8) {
      int start = position + 8;
      int type = chunks.getInt(position + 4);
      int length = length(position);
      if (type == IDAT) {
        pixels = pixels < 0 ? position : pixels;
        to.setInput(file, start, length);
      }
      position = (int) Math.min(file.length, start + 4L + length);
      if (type == IDAT && length > 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns the length of the chunk's data, up to the end of the file. */
  private int length(int chunk) {
    int length = chunks.getInt(chunk);
    int most = file.length - chunk - 8;
    return length < 0 ? most : Math.min(length, most);
  }

  private boolean hasEnd() {
    for (long chunk = FIRST_CHUNK; chunk <= file.length - 12; chunk += 12 + length((int) chunk)) {
      if (chunks.getInt((int) chunk + 4) == IEND) {
        return true;
      }
    }
    return false;
  }

  private byte[] complete() {
    ByteArrayOutputStream completed = new ByteArrayOutputStream();
    completed.write(file, 0, pixels);
    writeChunk(completed, IDAT, rows.toByteArray());
    writeChunk(completed, IEND, new byte[0]);
    return completed.toByteArray();
  }

  private static void writeChunk(ByteArrayOutputStream to, int type, byte[] data) {
    ByteBuffer head = ByteBuffer.allocate(8).putInt(data.length).putInt(type);
    CRC32 checksum = new CRC32();
    checksum.update(head.array(), 4, 4);
    checksum.update(data);
    to.writeBytes(head.array());
    to.writeBytes(data);
    to.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }
}
