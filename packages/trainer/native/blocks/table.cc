/** Compiled for one instruction set, whose name the table tells. */
#include "../decoding/vector-decoder.h"
#include "../vector/adamw.h"
#include "../vector/masses.h"
#include "../vector/muon.h"
#include "merger-block.h"
#include "mlp-block.h"

#define PARALLAX_TEXT(name) #name
#define PARALLAX_STRING(name) PARALLAX_TEXT(name)

namespace parallax {

const Table table = {PARALLAX_STRING(PARALLAX_ISA), PARALLAX_ISA::attentionForward, PARALLAX_ISA::attentionBackward,
                     PARALLAX_ISA::mlpForward, PARALLAX_ISA::mlpBackward, PARALLAX_ISA::mergerForward, PARALLAX_ISA::mergerBackward,
                     PARALLAX_ISA::multiplyMatrices, PARALLAX_ISA::updateAdamW, PARALLAX_ISA::updateMuon,
                     PARALLAX_ISA::squaredNorm, PARALLAX_ISA::massesOf, PARALLAX_ISA::makeDecoder};

}  // namespace parallax
