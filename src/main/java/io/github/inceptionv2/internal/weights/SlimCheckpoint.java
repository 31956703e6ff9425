package io.github.inceptionv2.internal.weights;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.SavedSliceMeta;
import org.tensorflow.proto.SavedTensorSlices;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.TensorSliceProto;

/**
 * Reads a V1 checkpoint, a single file such as TF-Slim's {@code inception_v2.ckpt}.
 *
 * <p>The layout is defined by TensorFlow's {@code core/util/saved_tensor_slice.proto}: a sorted
 * table whose entry with the empty key lists all tensors. Each other entry contains one slice of a
 * tensor. The values are read from the file on demand, so a model does not use 45 MB of Java heap.
 */
final class SlimCheckpoint implements Weights {

  /** The start and length of a dimension that is not sliced: 0 and -1 in {@code OrderedCode}. */
  private static final String WHOLE = "\u0080\u007f";

  private final Path file;
  private final Map<String, Entry> entries = new TreeMap<>();

  /** The location of a tensor's slice in the file. */
  private record Entry(List<Long> shape, long offset, int length, int crc) {}

  private SlimCheckpoint(Path file) {
    this.file = file;
  }

  static SlimCheckpoint open(Path file) throws IOException {
    SlimCheckpoint checkpoint = new SlimCheckpoint(file);
    Map<String, ByteBuffer> table = SortedTable.read(file);
    ByteBuffer meta = table.remove("");
    if (meta == null) {
      throw new ModelFormatException(file, "has no list of tensors; it is not a checkpoint");
    }
    for (SavedSliceMeta tensor : parse(file, meta).getMeta().getTensorList()) {
      if (tensor.getType() == DataType.DT_FLOAT) {
        checkpoint.entries.put(tensor.getName(), entry(file, tensor, table));
      }
    }
    return checkpoint;
  }

  private static Entry entry(Path file, SavedSliceMeta tensor, Map<String, ByteBuffer> table)
      throws ModelFormatException {
    List<Long> shape =
        tensor.getShape().getDimList().stream().map(TensorShapeProto.Dim::getSize).toList();
    ByteBuffer value = table.get(key(tensor.getName(), shape.size()));
    if (value == null || !isWhole(tensor.getSliceList())) {
      throw new ModelFormatException(
          file, "does not contain variable " + tensor.getName() + " in one slice");
    }
    return new Entry(shape, value.arrayOffset(), value.remaining(), MaskedCrc.of(value));
  }

  private static boolean isWhole(List<TensorSliceProto> slices) {
    return slices.size() == 1
        && slices.get(0).getExtentList().stream().noneMatch(TensorSliceProto.Extent::hasLength);
  }

  /**
   * Returns the key of a tensor that is stored in one slice, as {@code EncodeTensorNameSlice} does
   * in TensorFlow's {@code core/util/saved_tensor_slice_util.cc}. That function also escapes the
   * bytes 0 and 255, which do not occur in names.
   */
  private static String key(String name, int dimensions) {
    String bytes =
        new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)
            + "\0\1"
            + (dimensions == 0 ? "" : "\1" + (char) dimensions)
            + WHOLE.repeat(dimensions);
    return "\0" + bytes;
  }

  private static SavedTensorSlices parse(Path file, ByteBuffer bytes) throws IOException {
    try {
      return new MessageReader(file)
          .read(SavedTensorSlices.getDefaultInstance(), UnsafeByteOperations.unsafeWrap(bytes));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelFormatException(file, "has an entry that cannot be parsed", e);
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(entries.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return entries.get(name).shape();
  }

  @Override
  public Path origin() {
    return file;
  }

  @Override
  public float[] read(String name) throws IOException {
    Entry entry = entries.get(name);
    TensorProto values = parse(file, readBytes(entry)).getData().getData();
    long expected = entry.shape().stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    if (values.getFloatValCount() != expected) {
      throw new ModelFormatException(
          file,
          "variable "
              + name
              + " has "
              + values.getFloatValCount()
              + " values, expected "
              + expected);
    }
    float[] floats = new float[values.getFloatValCount()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.getFloatVal(i);
    }
    return floats;
  }

  private ByteBuffer readBytes(Entry entry) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(entry.length());
    try (FileChannel channel = FileChannel.open(file)) {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, entry.offset() + bytes.position()) < 0) {
          throw new ModelFormatException(file, "was truncated while it was being read");
        }
      }
    }
    bytes.flip();
    if (MaskedCrc.of(bytes) != entry.crc()) {
      throw new ModelFormatException(file, "was changed after it was opened");
    }
    return bytes;
  }
}
