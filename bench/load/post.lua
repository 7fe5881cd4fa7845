-- Posts dossiers in turn, each time under another dossier_id and application_ref.
-- Arguments: the API key, a prefix for the ids, a file for the ids that are acknowledged or "-",
-- the files of the dossiers.
local dossiers, count, prefix, headers, ids = {}, 0, "", {}, nil

local function pieces(text, member)
  local first, last = text:find('"' .. member .. '": "[^"]*"')
  return text:sub(1, first - 1) .. '"' .. member .. '": "', '"' .. text:sub(last + 1)
end

function init(args)
  headers["Content-Type"] = "application/json"
  headers["Authorization"] = "Bearer " .. args[1]
  prefix = args[2]
  if args[3] ~= "-" then
    ids = io.open(args[3], "a")
    response = acknowledged
  end
  for n = 4, #args do
    local file = io.open(args[n], "rb")
    local before, rest = pieces(file:read("*a"), "dossier_id")
    local between, after = pieces(rest, "application_ref")
    dossiers[#dossiers + 1] = { before, between, after }
    file:close()
  end
end

function request()
  local dossier = dossiers[count % #dossiers + 1]
  local id = prefix .. count
  count = count + 1
  local body = dossier[1] .. id .. dossier[2] .. id .. dossier[3]
  return wrk.format("POST", nil, headers, body)
end

function acknowledged(status, received, body)
  if status == 201 then
    ids:write(received["Location"], "\n")
    ids:flush()
  end
end
