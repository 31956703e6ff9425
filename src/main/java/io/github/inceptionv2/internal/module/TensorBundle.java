package io.github.inceptionv2.internal.module;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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
 * <p>Read in Java and not by {@code RestoreV2}, because that op takes the prefix for a glob pattern
 * (a folder named {@code a[1]} is not found), cannot list what is there, and answers a missing key
 * or a wrong shape with an exception that names neither what was expected nor what to do.
 */
final class TensorBundle implements Weights {

  /** The object graph of a TF2 checkpoint, stored beside the variables as a string. */
  static final String OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH";

  private final Path index;
  private final int shards;
  private final SortedMap<String, BundleEntryProto> entries;

  private TensorBundle(Path index, int shards, SortedMap<String, BundleEntryProto> entries) {
    this.index = index;
    this.shards = shards;
    this.entries = entries;
  }

  /** Opens the checkpoint whose files begin with {@code prefix}. */
  static TensorBundle open(Path prefix) throws IOException {
    Path index = prefix.resolveSibling(prefix.getFileName() + ".index");
    if (!Files.isRegularFile(index)) {
      throw new ModuleFormatException(
          index, "is missing; without it no variable can be read: copy the module again, whole");
    }
    SortedMap<String, ByteBuffer> raw = SortedTable.read(index);
    ByteBuffer header = raw.remove("");
    if (header == null) {
      throw new ModuleFormatException(index, "has no header entry");
    }
    try {
      return new TensorBundle(index, shards(index, header), parse(raw));
    } catch (InvalidProtocolBufferException e) {
      throw new ModuleFormatException(index, "has an entry that cannot be parsed", e);
    }
  }

  private static int shards(Path index, ByteBuffer value)
      throws InvalidProtocolBufferException, ModuleFormatException {
    BundleHeaderProto header = BundleHeaderProto.parseFrom(value);
    if (header.getEndianness() != BundleHeaderProto.Endianness.LITTLE) {
      throw new ModuleFormatException(index, "was written on a big-endian machine");
    }
    return header.getNumShards();
  }

  private static SortedMap<String, BundleEntryProto> parse(Map<String, ByteBuffer> raw)
      throws InvalidProtocolBufferException {
    SortedMap<String, BundleEntryProto> entries = new TreeMap<>();
    for (Map.Entry<String, ByteBuffer> entry : raw.entrySet()) {
      entries.put(entry.getKey(), BundleEntryProto.parseFrom(entry.getValue()));
    }
    return entries;
  }

  Path index() {
    return index;
  }

  boolean isObjectBased() {
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
  public String origin() {
    return index.toString();
  }

  @Override
  public FloatBuffer read(String name) throws IOException {
    BundleEntryProto entry = entries.get(name);
    if (entry.getDtype() != DataType.DT_FLOAT) {
      throw new ModuleFormatException(
          index, "variable " + name + " is " + entry.getDtype() + ", expected DT_FLOAT");
    }
    if (entry.getSlicesCount() > 0) {
      throw new ModuleFormatException(index, "variable " + name + " is partitioned");
    }
    long expected = byteCount(shape(name));
    if (entry.getSize() != expected) {
      throw new ModuleFormatException(
          index, "variable " + name + " has " + entry.getSize() + " bytes, expected " + expected);
    }
    ByteBuffer bytes = readBytes(name, entry);
    if (MaskedCrc.of(bytes) != entry.getCrc32C()) {
      throw checksumMismatch(name, entry);
    }
    return bytes.asFloatBuffer();
  }

  /**
   * Reads a scalar string: its length as a varint, a checksum of the length, its bytes. The entry's
   * checksum is one of the length as four bytes, the length's checksum, and the bytes.
   */
  ByteBuffer readString(String name) throws IOException {
    BundleEntryProto entry = entries.get(name);
    if (entry.getDtype() != DataType.DT_STRING || !shape(name).isEmpty()) {
      throw new ModuleFormatException(index, name + " is not a scalar string");
    }
    ByteBuffer bytes = readBytes(name, entry);
    while (bytes.hasRemaining() && bytes.get() < 0) {
      // skips the length, a varint; what follows its checksum is all there is
    }
    if (bytes.remaining() < Integer.BYTES) {
      throw new ModuleFormatException(index, name + " ends early");
    }
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    length.putInt(0, bytes.remaining() - Integer.BYTES);
    if (MaskedCrc.of(length, bytes) != entry.getCrc32C()) {
      throw checksumMismatch(name, entry);
    }
    return bytes.position(bytes.position() + Integer.BYTES);
  }

  private ByteBuffer readBytes(String name, BundleEntryProto entry) throws IOException {
    Path shard = shard(name, entry.getShardId());
    long end = entry.getOffset() + entry.getSize();
    if (entry.getOffset() < 0 || entry.getSize() < 0 || end < 0 || end > Files.size(shard)) {
      throw new ModuleFormatException(
          shard,
          "has "
              + Files.size(shard)
              + " bytes, but variable "
              + name
              + " lies at bytes "
              + entry.getOffset()
              + " to "
              + end
              + "; the file is truncated: copy the module again, whole");
    }
    if (entry.getSize() > Integer.MAX_VALUE) {
      throw new ModuleFormatException(
          index,
          "variable "
              + name
              + " has "
              + entry.getSize()
              + " bytes, expected at most "
              + Integer.MAX_VALUE);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) entry.getSize());
    try (FileChannel channel = FileChannel.open(shard)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.getOffset() + bytes.position()) < 0) {
          throw new ModuleFormatException(shard, "became shorter while it was read");
        }
      }
    }
    return bytes.flip().order(ByteOrder.LITTLE_ENDIAN);
  }

  private Path shard(String name, int id) throws ModuleFormatException {
    Path shard = shardFile(index, id, shards);
    if (id < 0 || id >= shards || !Files.isRegularFile(shard)) {
      throw new ModuleFormatException(
          shard, "is missing, but holds variable " + name + ": copy the module again, whole");
    }
    return shard;
  }

  static Path shardFile(Path index, int id, int shards) {
    String name = index.getFileName().toString();
    String prefix = name.substring(0, name.length() - ".index".length());
    return index.resolveSibling(
        String.format(Locale.ROOT, "%s.data-%05d-of-%05d", prefix, id, shards));
  }

  private ModuleFormatException checksumMismatch(String name, BundleEntryProto entry) {
    return new ModuleFormatException(
        shardFile(index, entry.getShardId(), shards),
        "checksum mismatch in variable "
            + new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8)
            + "; the file is damaged: copy the module again, whole");
  }

  private long byteCount(List<Long> shape) throws ModuleFormatException {
    try {
      return shape.stream().mapToLong(Long::longValue).reduce(Float.BYTES, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new ModuleFormatException(index, "has a variable of impossible shape " + shape, e);
    }
  }
}
