package io.github.inceptionv2.internal.image;

import javax.imageio.stream.ImageInputStreamImpl;

/**
 * An image input stream over a file's bytes, with a known length. The JDK's TIFF reader checks
 * lengths and offsets in a file only if it knows the file's length.
 */
final class ByteArrayImageInput extends ImageInputStreamImpl {

  private final byte[] file;

  ByteArrayImageInput(byte[] file) {
    this.file = file;
  }

  @Override
  public long length() {
    return file.length;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < file.length ? file[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    bitOffset = 0;
    if (length > 0 && streamPos >= file.length) {
      return -1;
    }
    int count = (int) Math.min(length, Math.max(0, file.length - streamPos));
    System.arraycopy(file, (int) Math.min(streamPos, file.length), to, offset, count);
    streamPos += count;
    return count;
  }
}
