-- What pandoc leaves out: alternative texts, which PDF/UA refuses to do without, forms of blocks, numbers kept whole.
local function quoted(text)
  return '"' .. text:gsub("\\", "\\\\"):gsub('"', '\\"') .. '"'
end

function Figure(figure)
  local picture
  figure:walk({ Image = function(image) picture = image end })
  if FORMAT ~= "typst" or not picture then return nil end
  local caption = pandoc.write(pandoc.Pandoc(figure.caption.long), "typst"):gsub("%s+$", "")
  local alt = picture.attributes.alt or pandoc.utils.stringify(figure.caption.long)
  return pandoc.RawBlock("typst", string.format(
    "#figure(image(%s, width: 100%%, alt: %s), caption: [%s], kind: image, placement: auto)", quoted(picture.src), quoted(alt), caption))
end

local FORMS = { centre = "#align(center)[", note = "#text(size: 11pt)[" }

-- The number of an instrument, 13-NQ/TU, stays on one line: Word has a hyphen for that, Typst a box.
function Str(text)
  if not text.text:find("^%(?%d+[-/][A-Z]") then return nil end
  if FORMAT == "docx" then return pandoc.Str((text.text:gsub("-", "\u{2011}"))) end
  local number, rest = text.text:match("^(.-)([;,.)]*)$")
  return { pandoc.RawInline("typst", "#box["), pandoc.Str(number), pandoc.RawInline("typst", "]"), pandoc.Str(rest) }
end

-- What leads to a list stands on its page.
function Para(block)
  local last = block.content[#block.content]
  if FORMAT ~= "typst" or not last or last.t ~= "Str" or not last.text:find(":$") then return nil end
  return { pandoc.RawBlock("typst", "#block(sticky: true)["), block, pandoc.RawBlock("typst", "]") }
end

function Div(block)
  local form = FORMS[block.classes[1]]
  if FORMAT ~= "typst" or not form then return nil end
  return { pandoc.RawBlock("typst", form), block, pandoc.RawBlock("typst", "]") }
end
