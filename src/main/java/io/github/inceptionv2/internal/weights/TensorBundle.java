package io.github.inceptionv2.internal.weights;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.tensorflow.proto.BundleEntryProto;
import org.tensorflow.proto.BundleHeaderProto;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Reads a V2 checkpoint: {@code PREFIX.index} and {@code PREFIX.data-00000-of-0000N}.
 *
 * <p>The checkpoint is read in Java rather than by {@code RestoreV2}, because that op treats the
 * prefix as a glob pattern (a directory named {@code a[1]} is not found), cannot list variables,
 * and reports a missing key or an incorrect shape without saying what was expected or what to do.
 */
public final class TensorBundle implements Weights {

  /** The key of a TF2 checkpoint's object graph, stored beside the variables as a string. */
  public static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private final Path index;
  private final BundleShards shards;
  private final SortedMap<String, BundleEntryProto> entries;

  private TensorBundle(
      Path index, BundleShards shards, SortedMap<String, BundleEntryProto> entries) {
    this.index = index;
    this.shards = shards;
    this.entries = entries;
  }

  /** Opens the checkpoint whose files begin with {@code prefix}. */
  public static TensorBundle open(Path prefix) throws IOException {
    Path index = prefix.resolveSibling(prefix.getFileName() + ".index");
    if (!Files.isRegularFile(index)) {
      throw new ModelFormatException(
          index, "is missing; without it no variable can be read: copy the whole module again");
    }
    SortedMap<String, ByteBuffer> raw = SortedTable.read(index);
    ByteBuffer header = raw.remove("");
    if (header == null) {
      throw new ModelFormatException(index, "has no header entry");
    }
    try {
      MessageReader messages = new MessageReader(index);
      int shards = count(index, messages, header);
      return new TensorBundle(index, new BundleShards(index, shards), parse(messages, raw));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(index, "has an entry that cannot be parsed", e);
    }
  }

  private static int count(Path index, MessageReader messages, ByteBuffer value)
      throws IOException {
    BundleHeaderProto header =
        messages.read(
            BundleHeaderProto.getDefaultInstance(), UnsafeByteOperations.unsafeWrap(value));
    if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
      throw new ModelFormatException(
          index, "was written on a big-endian machine, expected little-endian values");
    }
    return header.getNumShards();
  }

  private static SortedMap<String, BundleEntryProto> parse(
      MessageReader messages, Map<String, ByteBuffer> raw) throws IOException {
    SortedMap<String, BundleEntryProto> entries = new TreeMap<>();
    for (Map.Entry<String, ByteBuffer> entry : raw.entrySet()) {
      entries.put(
          entry.getKey(),
          messages.read(
              BundleEntryProto.getDefaultInstance(),
              UnsafeByteOperations.unsafeWrap(entry.getValue())));
    }
    return entries;
  }

  Path index() {
    return index;
  }

  public boolean isObjectBased() {
    return entries.containsKey(OBJECT_GRAPH);
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public List<Long> shape(String name) {
    return entries.get(name).getShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }

  @Override
  public Path origin() {
    return index;
  }

  @Override
  public float[] read(String name) throws IOException {
    BundleEntryProto entry = entries.get(name);
    check(name, entry);
    BundleShards.Extent extent = shards.find(name, entry);
    float[] values = new float[extent.size() / Float.BYTES];
    FloatBuffer rest = FloatBuffer.wrap(values);
    MaskedCrc crc = new MaskedCrc();
    extent.read(
        part -> {
          crc.add(part);
          rest.put(part.asFloatBuffer());
        });
    if (crc.value() != entry.getCrc32C()) {
      throw checksumMismatch(name, entry);
    }
    return values;
  }

  private void check(String name, BundleEntryProto entry) throws ModelFormatException {
    if (entry.getDtype() != DataType.DT_FLOAT) {
      throw new ModelFormatException(
          index, "variable " + name + " is " + entry.getDtype() + ", expected DT_FLOAT");
    }
    if (entry.getSlicesCount() > 0) {
      throw new ModelFormatException(
          index,
          "variable "
              + name
              + " is partitioned, expected one part; write the checkpoint again without"
              + " partitioners");
    }
    long expected = byteCount(shape(name));
    if (entry.getSize() != expected) {
      throw new ModelFormatException(
          index, "variable " + name + " has " + entry.getSize() + " bytes, expected " + expected);
    }
  }

  /**
   * Reads a scalar string, which is stored as its length (a varint), a checksum of the length, and
   * its bytes. The entry's checksum covers the length as four bytes, the length's checksum, and the
   * bytes.
   */
  ByteBuffer readString(String name) throws IOException {
    BundleEntryProto entry = entries.get(name);
    if (entry.getDtype() != DataType.DT_STRING || !shape(name).isEmpty()) {
      throw new ModelFormatException(
          index,
          name
              + " is "
              + entry.getDtype()
              + " of shape "
              + shape(name)
              + ", expected a scalar string");
    }
    BundleShards.Extent extent = shards.find(name, entry);
    ByteBuffer bytes = ByteBuffer.allocate(extent.size());
    extent.read(bytes::put);
    bytes.flip();
    while (bytes.hasRemaining() && bytes.get() < 0) {
      // skips the length, a varint; the string is all that follows the length's checksum
    }
    if (bytes.remaining() < Integer.BYTES) {
      throw new ModelFormatException(
          index, name + " is truncated; the file is damaged: copy the whole module again");
    }
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(0, bytes.remaining() - Integer.BYTES);
    if (MaskedCrc.of(length, bytes) != entry.getCrc32C()) {
      throw checksumMismatch(name, entry);
    }
    return bytes.position(bytes.position() + Integer.BYTES);
  }

  private ModelFormatException checksumMismatch(String name, BundleEntryProto entry) {
    return new ModelFormatException(
        shards.file(entry.getShardId()),
        "checksum mismatch in variable "
            + new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            + "; the file is damaged: copy the whole module again");
  }

  private long byteCount(List<Long> shape) throws ModelFormatException {
    try {
      return shape.stream().mapToLong(Long::longValue).reduce(Float.BYTES, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new ModelFormatException(index, "has a variable of impossible shape " + shape, e);
    }
  }
}
