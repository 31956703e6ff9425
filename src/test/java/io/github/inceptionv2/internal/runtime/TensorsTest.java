package io.github.inceptionv2.internal.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

class TensorsTest {

  /** TensorFlow's own exceptions stay inside this room. */
  @ParameterizedTest
  @ValueSource(longs = {1L << 50, 1L << 60, Long.MAX_VALUE / 3})
  void emptyBytes_moreThanThereIs_isANativeException(long height) {
    assertThrows(NativeException.class, () -> Tensors.emptyBytes(height, 1, 3));
  }

  @Test
  void ofString_anyBytes_areKept() {
    byte[] bytes = {0, -1, 'a', 0};
    try (TString string = Tensors.ofString(bytes)) {
      assertArrayEquals(bytes, string.asBytes().getObject());
    }
    try (TUint8 empty = Tensors.emptyBytes(0, 1, 3)) {
      assertEquals(0, empty.size());
    }
  }
}
